'use strict';

const fs = require('fs');
const path = require('path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const definition = loader.loadSync(path.join(__dirname, 'agent.proto'), { keepCase: true, defaults: true, longs: Number });

exports.grpc = grpc;
exports.AgentService = grpc.loadPackageDefinition(definition).elemental.agent.v1.AgentService;

// What the test tells the script: the JSON file that is its only argument.
exports.input = JSON.parse(fs.readFileSync(process.argv[2]));

// The tests read one JSON document a line.
exports.report = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
