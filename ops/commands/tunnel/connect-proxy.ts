import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ConnectProxyProps {
  /** The host whose connections go another way. */
  readonly host: string;
  /** Where they go: the port of a session on this machine. */
  readonly sessionPort: number;
  /** @default - a free port */
  readonly port?: number;
}

/**
 * Starts a proxy for HTTPS_PROXY on this machine: connections to one host go through a port of this machine, all others straight to
 * their host. The client's TLS goes through untouched, so that the server's certificate still has to fit its name.
 *
 * @returns the port
 */
export async function startConnectProxy({ host, sessionPort, port }: ConnectProxyProps): Promise<number> {
  const server = createServer((_, response) => {
    response.writeHead(405).end('This proxy only takes CONNECT: set it as HTTPS_PROXY.\n');
  });
  server.on('connect', ({ url = '' }, client: Duplex, head: Buffer) => {
    const { hostname, port: asked } = new URL(`tcp://${url}`);
    const isTunnelled = hostname.toLowerCase() === host.toLowerCase();
    const target = isTunnelled
      ? { host: '127.0.0.1', port: sessionPort }
      : { host: hostname.replace(/^\[|\]$/g, ''), port: Number(asked || 443) };
    const upstream = connect(target, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    client.on('error', () => upstream.destroy());
  });
  server.listen(port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return (server.address() as AddressInfo).port;
}
