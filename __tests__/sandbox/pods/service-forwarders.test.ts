import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceForwarders } from '../../../sandbox/src/pods/service-forwarders.js';

const folder = mkdtempSync(join(tmpdir(), 'forwarders-'));
let server: Server;
let target: number | undefined;
let forwarders: ServiceForwarders;

beforeEach(async () => {
  server = createServer((_request, response) => response.end('from the pod'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  target = (server.address() as AddressInfo).port;
  forwarders = new ServiceForwarders(folder, () => target);
});
afterEach(async () => {
  await forwarders.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the port of a workload leads to its pod', async () => {
  const port = await forwarders.port('n/source-controller', 9090);
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('from the pod');
});

test('a workload without a pod closes the connection', async () => {
  const port = await forwarders.port('n/source-controller', 9090);
  target = undefined;
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
});

test('the port stays the same over a restart', async () => {
  const before = await forwarders.port('n/source-controller', 9090);
  await forwarders.stop();
  forwarders = new ServiceForwarders(folder, () => target);
  expect(await forwarders.port('n/source-controller', 9090)).toBe(before);
});
