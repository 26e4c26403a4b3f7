import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoopbackServer } from '../../sandbox/src/loopback-server.js';

const folder = mkdtempSync(join(tmpdir(), 'loopback-server-'));
const server = new LoopbackServer({
  name: 'greeter',
  portFile: join(folder, 'port'),
  answer: (request, response) => void response.end(`hello from ${request.url}`),
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

async function greet(): Promise<string> {
  return await (await fetch(`${server.origin}/here`)).text();
}

test('has no address before its start', () => {
  expect(() => server.origin).toThrow('The greeter has not started');
});

test('answers', async () => {
  await server.start();
  expect(await greet()).toBe('hello from /here');
});

test('breaks off every connection while it is away', async () => {
  server.setAway(true);
  await expect(greet()).rejects.toThrow('fetch failed');
});

test('breaks off the connections that were open before', async () => {
  server.setAway(false);
  const open = await fetch(`${server.origin}/kept-alive`);
  await open.text();
  server.setAway(true);
  await expect(greet()).rejects.toThrow('fetch failed');
});

test('answers again when it is back', async () => {
  server.setAway(false);
  expect(await greet()).toBe('hello from /here');
});

test('has the same address after a second start', async () => {
  const { origin } = server;
  await server.stop();
  await server.start();
  expect(server.origin).toBe(origin);
});

test('is closed after the stop', async () => {
  await server.stop();
  await expect(greet()).rejects.toThrow('fetch failed');
});
