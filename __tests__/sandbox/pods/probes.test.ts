import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { probeOnce, ProbeThresholds, runProbe, type ProbeTarget } from '../../../sandbox/src/pods/probes.js';

let server: Server;
let target: ProbeTarget;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.writeHead(request.url === '/healthy' ? 200 : 503).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  target = {
    loopbackPort: (containerPort) => (containerPort === 8081 ? port : undefined),
    containerPorts: [{ name: 'http', containerPort: 8081 }],
    environment: { PATH: process.env.PATH ?? '' },
  };
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

test.each([
  ['an HTTP probe of a named port', { httpGet: { path: '/healthy', port: 'http' } }],
  ['an HTTP probe of a numbered port', { httpGet: { path: '/healthy', port: 8081 } }],
  ['a TCP probe', { tcpSocket: { port: 'http' } }],
  ['a command', { exec: { command: ['true'] } }],
])('%s succeeds', async (_what, probe) => {
  expect(await probeOnce(probe, target)).toBeUndefined();
});

test.each([
  ['an HTTP probe', { httpGet: { path: '/ill', port: 8081 } }, 'HTTP probe failed with statuscode: 503'],
  ['a port without a listener', { tcpSocket: { port: 9999 } }, 'The program does not listen on port 9999'],
  ['a command', { exec: { command: ['false'] } }, 'exit code 1'],
  ['a probe of an unknown kind', { grpc: { port: 8081 } }, 'use httpGet, tcpSocket or exec'],
])('%s fails with a message', async (_what, probe, message) => {
  expect(await probeOnce(probe, target)).toContain(message);
});

test('it takes three failures in a row by default', () => {
  const thresholds = new ProbeThresholds({});
  expect([false, false, true, false, false, false].map((result) => thresholds.count(result))).toEqual([
    undefined,
    undefined,
    true,
    undefined,
    undefined,
    false,
  ]);
});

test('it takes as many successes as the probe wants', () => {
  const thresholds = new ProbeThresholds({ successThreshold: 2 });
  expect([true, true].map((result) => thresholds.count(result))).toEqual([undefined, true]);
});

test('a running probe tells the outcome and ends with its signal', async () => {
  const ending = new AbortController();
  const outcomes: boolean[] = [];
  await runProbe({ httpGet: { path: '/healthy', port: 8081 } }, target, ending.signal, (passes) => {
    outcomes.push(passes);
    ending.abort();
  });
  expect(outcomes).toEqual([true]);
});
