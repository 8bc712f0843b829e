'use strict';

// Plays the gateway for one host until its standard input ends, and reports what the host does.

const { grpc, AgentService, input, report } = require('./agent');

let registrations = 0;

function refuse(answer, code, details, trailers = {}) {
  const metadata = new grpc.Metadata();
  for (const [key, value] of Object.entries(trailers)) {
    metadata.set(key, value);
  }
  answer({ code, details, metadata });
}

function GetRegistration(call, answer) {
  registrations += 1;
  if (registrations === 1) {
    refuse(answer, grpc.status.UNAVAILABLE, 'größere Arbeiten', { 'retry-after': '0' });
    return;
  }
  if (call.metadata.get('registration-authorization')[0] !== `Bearer ${input.token}`) {
    refuse(answer, grpc.status.UNAUTHENTICATED, 'another token');
    return;
  }
  answer(null, {
    host_labels: { rack: 'r1' },
    agent: { work_dir: '/var/lib/elemental/agent', os_plugin: 'dummy', hostname: { prefix: 'm-' } },
  });
}

function RegisterHost(call, answer) {
  const { name, public_key: key, labels } = call.request;
  report({
    event: 'registered',
    prefix: name.slice(0, 2),
    isKey: key.startsWith('-----BEGIN PUBLIC KEY-----'),
    labels,
    registration: call.metadata.get('elemental-registration')[0],
    isSigned: call.metadata.get('authorization')[0].startsWith('Bearer '),
    hasDeadline: Number.isFinite(call.getDeadline().valueOf()),
  });
  answer(null, { created: true });
}

function Connect(call) {
  call.write({ generation: 7 });
  call.on('data', ({ installed, observed_generation: generation, agent_version: version }) => {
    report({ event: 'report', installed, generation, hasVersion: version.length > 0 });
  });
  call.on('end', () => {
    report({ event: 'hung up' });
    call.end();
  });
}

const unexpected = (call, answer) => refuse(answer, grpc.status.NOT_FOUND, 'not in this test');

const server = new grpc.Server();
server.addService(AgentService.service, { GetRegistration, RegisterHost, Connect, GetBootstrap: unexpected, DeleteHost: unexpected });
const credentials = grpc.ServerCredentials.createSsl(
  null, [{ cert_chain: Buffer.from(input.certificate), private_key: Buffer.from(input.key) }]);
server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
  if (error) {
    throw error;
  }
  report({ event: 'listening', port });
});
process.stdin.on('end', () => server.forceShutdown()).resume();
