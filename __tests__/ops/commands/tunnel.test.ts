import { once } from 'node:events';
import { request } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { startConnectProxy } from '../../../ops/commands/tunnel/connect-proxy';

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.close()));

/** A server that greets whoever connects with its name. */
async function greeter(name: string): Promise<number> {
  const server = createServer((socket) => socket.end(name));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** What the far end says to a client that asks the proxy for a host. */
async function said(proxyPort: number, path: string): Promise<string> {
  const asked = request({ host: '127.0.0.1', port: proxyPort, method: 'CONNECT', path }).end();
  const [{ statusCode }, socket, head] = (await once(asked, 'connect')) as [
    { statusCode: number },
    Socket,
    Buffer,
  ];
  if (statusCode !== 200) return String(statusCode);
  let text = head.toString();
  socket.on('data', (data: Buffer) => (text += data.toString()));
  await once(socket, 'close');
  return text;
}

describe('the proxy of a tunnel', () => {
  let proxy: number;
  let other: number;

  beforeAll(async () => {
    other = await greeter('other');
    proxy = await startConnectProxy({ host: 'api.example', sessionPort: await greeter('session') });
  });

  test.each(['api.example:443', 'API.example:443'])('leads %s through the session', async (target) => {
    expect(await said(proxy, target)).toBe('session');
  });

  test('leads another host straight there', async () => {
    expect(await said(proxy, `127.0.0.1:${other}`)).toBe('other');
  });

  test('says that a host does not answer', async () => {
    expect(await said(proxy, '127.0.0.1:1')).toBe('502');
  });
});
