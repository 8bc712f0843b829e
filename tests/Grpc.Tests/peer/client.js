'use strict';

// node client.js <host:port> <certificate.pem>: makes calls of every kind and reports what came of each.

const fs = require('fs');
const { grpc, Probe, report } = require('./probe');

const [address, certificate] = process.argv.slice(2);
const client = new Probe(address, grpc.credentials.createSsl(fs.readFileSync(certificate)));

const bytes = (metadata, key) => metadata.get(key).map((value) => Buffer.from(value).toString('hex'));

function end(error, response, extra = {}) {
  return error
    ? { code: error.code, details: error.details, ...extra }
    : { code: 0, response, ...extra };
}

function ask(request, metadata = new grpc.Metadata(), options = {}) {
  return new Promise((resolve) => {
    let trailers = new grpc.Metadata();
    const call = client.ask(request, metadata, options, (error, response) => {
      setImmediate(() => resolve({
        ...end(error, response && { text: response.text, number: response.number, size: response.data.length }),
        trailers,
      }));
    });
    call.on('status', (status) => { trailers = status.metadata; });
  });
}

async function unary() {
  const { code, response } = await ask({ command: 'hello', number: 7, data: Buffer.alloc(1000000) });
  return { code, response };
}

async function failure() {
  const { code, details, trailers } = await ask({ command: 'fail' });
  return { code, details, reason: trailers.get('reason')[0], detail: bytes(trailers, 'detail-bin')[0] };
}

async function metadata() {
  const sent = new grpc.Metadata();
  sent.add('x-plain', 'one');
  sent.add('x-plain', 'two');
  sent.add('x-bytes-bin', Buffer.from([0, 200, 255]));
  const { code, trailers } = await ask({ command: 'echo-metadata' }, sent);
  // ASP.NET Core joins trailers of one name by a comma, as HTTP allows.
  return { code, plain: trailers.get('x-plain').join(','), bytes: bytes(trailers, 'x-bytes-bin')[0] };
}

async function deadline() {
  const { code } = await ask({ command: 'wait' }, new grpc.Metadata(), { deadline: Date.now() + 200 });
  return { code };
}

function collect() {
  return new Promise((resolve) => {
    const call = client.collect((error, response) => resolve(end(error, response && response.number)));
    for (let number = 1; number <= 100; number++) {
      call.write({ number });
    }
    call.end();
  });
}

function list() {
  return new Promise((resolve) => {
    const numbers = [];
    const call = client.list({ number: 500 });
    call.on('data', (answer) => numbers.push(answer.number));
    call.on('error', (error) => resolve(end(error)));
    call.on('end', () => resolve({ code: 0, count: numbers.length, ordered: numbers.every((number, index) => number === index) }));
  });
}

function talk() {
  return new Promise((resolve) => {
    const greeting = new grpc.Metadata();
    greeting.set('greet', 'welcome');
    const texts = [];
    const call = client.talk(greeting);
    call.on('data', (answer) => {
      texts.push(answer.text);
      if (texts.length === 3) {
        call.end();
      } else {
        call.write({ command: `turn ${texts.length}` });
      }
    });
    call.on('error', (error) => resolve(end(error)));
    call.on('end', () => resolve({ code: 0, texts: texts.join(',') }));
  });
}

function cancel() {
  return new Promise((resolve) => {
    const call = client.list({ command: 'then-wait', number: 1 });
    call.on('data', () => call.cancel());
    call.on('error', (error) => resolve(end(error)));
  });
}

function unknown() {
  const identity = (value) => value;
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      '/elemental.test.v1.Probe/Missing', identity, identity, Buffer.alloc(0), (error) => resolve({ code: error.code }));
  });
}

function compressed() {
  const gzip = new Probe(address, grpc.credentials.createSsl(fs.readFileSync(certificate)), {
    'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip,
  });
  return new Promise((resolve) => {
    gzip.ask({ command: 'x'.repeat(5000) }, (error) => {
      gzip.close();
      resolve({ code: error ? error.code : 0 });
    });
  });
}

(async () => {
  const scenarios = { unary, failure, metadata, deadline, collect, list, talk, cancel, unknown, compressed };
  const results = {};
  for (const [name, scenario] of Object.entries(scenarios)) {
    results[name] = await scenario();
  }
  client.close();
  report(results);
})();
