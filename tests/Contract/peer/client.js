'use strict';

// Plays an agent: makes the calls of agent.proto to the gateway at input.address and reports what came of each.

const { grpc, AgentService, input, report } = require('./agent');

const credentials = grpc.credentials.createSsl(Buffer.from(input.certificate));
const options = { 'grpc.ssl_target_name_override': 'loopback', 'grpc.default_authority': 'loopback' };
const client = new AgentService(input.address, credentials, options);

function metadata(without = []) {
  const headers = new grpc.Metadata();
  for (const [key, value] of Object.entries(input.metadata)) {
    if (!without.includes(key)) {
      headers.set(key, value);
    }
  }
  return headers;
}

// The details are looked at as bytes: what matters is that they are there, and decoding is not the test's.
function refusal(error) {
  const [details] = error.metadata.get('grpc-status-details-bin');
  return { code: error.code, words: (details ? details.toString('latin1').match(/[A-Z][A-Z_]{3,}|[a-z][a-z_]{3,}/g) : []) };
}

function unary(method, request, headers, using = client) {
  return new Promise((resolve) => {
    using[method](request, headers, (error, response) => resolve(error ? refusal(error) : { code: 0, response }));
  });
}

const host = { name: input.name, public_key: input.publicKey };

async function health() {
  return new Promise((resolve) => {
    const identity = (value) => value;
    client.makeUnaryRequest(
      '/grpc.health.v1.Health/Check', identity, identity, Buffer.alloc(0),
      (error, response) => resolve(error ? { code: error.code } : { code: 0, response: response.toString('hex') }));
  });
}

async function anonymous() {
  const { code, words } = await unary('GetRegistration', {}, metadata(['registration-authorization']));
  return { code, reason: words.includes('TOKEN_MISSING'), domain: words.includes('infrastructure') };
}

async function misnamed() {
  const { code, words } = await unary('RegisterHost', { ...host, name: 'Not A Name' }, metadata());
  return { code, reason: words.includes('INVALID_FIELD'), field: words.includes('name') };
}

async function registration() {
  const { code, response } = await unary('GetRegistration', {}, metadata());
  return { code, uri: response.access.uri, labels: response.host_labels, plugin: response.agent.os_plugin, users: response.cloud_config !== null };
}

async function register() {
  const first = await unary('RegisterHost', host, metadata());
  const again = await unary('RegisterHost', host, metadata());
  return { first: first.response.created, again: again.response.created };
}

async function compressed() {
  const gzip = new AgentService(input.address, credentials, {
    ...options, 'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip,
  });
  const { code, response } = await unary('RegisterHost', { ...host, labels: { note: 'x'.repeat(60) } }, metadata(), gzip);
  gzip.close();
  return { code, created: response && response.created };
}

async function oversized() {
  const { code } = await unary('RegisterHost', { ...host, annotations: { note: 'x'.repeat(300000) } }, metadata());
  return { code };
}

async function unknown() {
  const identity = (value) => value;
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      '/elemental.agent.v1.AgentService/Missing', identity, identity, Buffer.alloc(0), (error) => resolve({ code: error.code }));
  });
}

function stream(each, settings = {}) {
  return new Promise((resolve) => {
    const call = client.Connect(metadata(), settings);
    const generations = [];
    call.on('data', (directive) => {
      generations.push(directive.generation);
      each(call);
    });
    call.on('error', () => {});
    call.on('status', (status) => resolve({ code: status.code, generations }));
  });
}

const conversation = () => stream((call) => {
  call.write({ agent_version: 'grpc-js', boot_id: 'boot-1', observed_generation: 1, phase: 'Running', installed: true });
  call.end();
});

const cancelled = () => stream((call) => call.cancel());

const overdue = () => stream(() => {}, { deadline: Date.now() + 1500 });

(async () => {
  const scenarios = { health, anonymous, misnamed, registration, register, compressed, oversized, unknown, conversation, cancelled, overdue };
  const results = {};
  for (const [name, scenario] of Object.entries(scenarios)) {
    results[name] = await scenario();
  }
  client.close();
  report(results);
})();
