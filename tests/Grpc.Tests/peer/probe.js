'use strict';

const path = require('path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const definition = loader.loadSync(path.join(__dirname, '..', 'Protos', 'probe.proto'), { keepCase: true, defaults: true });

exports.grpc = grpc;
exports.Probe = grpc.loadPackageDefinition(definition).elemental.test.v1.Probe;

// The tests read one JSON document a line.
exports.report = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
