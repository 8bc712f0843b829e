'use strict';

// node server.js <certificate.pem> <key.pem>: serves the probe with grpc-js until its standard input ends.

const fs = require('fs');
const { grpc, Probe, report } = require('./probe');

const [certificate, key] = process.argv.slice(2).map((file) => fs.readFileSync(file));

function ask(call, answer) {
  const { command, number, data } = call.request;
  switch (command) {
    case 'fail': {
      const trailers = new grpc.Metadata();
      trailers.set('reason', 'gone');
      trailers.set('detail-bin', Buffer.from([0, 1, 255]));
      answer({ code: grpc.status.NOT_FOUND, details: 'no such thing: 100 % gone, größer', metadata: trailers });
      break;
    }
    case 'wait':
      call.on('cancelled', () => report({ event: 'cancelled', deadline: Number.isFinite(call.getDeadline().valueOf()) }));
      report({ event: 'waiting' });
      break;
    case 'metadata': {
      const headers = new grpc.Metadata();
      headers.set('early', 'yes');
      call.sendMetadata(headers);
      const trailers = new grpc.Metadata();
      for (const name of Object.keys(call.metadata.getMap()).filter((name) => name.startsWith('x-'))) {
        for (const value of call.metadata.get(name)) {
          trailers.add(name, value);
        }
      }
      answer(null, { text: command }, trailers);
      break;
    }
    default:
      answer(null, { text: command, number, data });
  }
}

function collect(call, answer) {
  let sum = 0;
  call.on('data', (question) => { sum += question.number; });
  call.on('end', () => answer(null, { number: sum }));
}

function list(call) {
  for (let number = 0; number < call.request.number; number++) {
    call.write({ number });
  }
  call.end();
}

function talk(call) {
  const greeting = call.metadata.get('greet')[0];
  if (greeting) {
    call.write({ text: greeting });
  }
  call.on('data', (question) => call.write({ text: question.command, number: question.number + 1 }));
  call.on('end', () => call.end());
}

const server = new grpc.Server();
server.addService(Probe.service, { ask, collect, list, talk });
const credentials = grpc.ServerCredentials.createSsl(null, [{ cert_chain: certificate, private_key: key }]);
server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
  if (error) {
    throw error;
  }
  report({ event: 'listening', port });
});
process.stdin.on('end', () => server.forceShutdown()).resume();
