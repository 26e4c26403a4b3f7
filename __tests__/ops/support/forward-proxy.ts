import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createApi } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';

const certificate = readFileSync(join(__dirname, 'api-certificate.pem'));
const key = readFileSync(join(__dirname, 'api-key.pem'));

/** A Kubernetes API whose host no name server knows: only the proxy leads to it. */
export const hiddenApi = {
  endpoint: 'https://api.cluster.test',
  certificateAuthorityData: certificate.toString('base64'),
};

/** A forward proxy on loopback that tunnels every connection (CONNECT) to one API, which allows everything. */
export class ForwardProxy {
  /** What it was asked to connect to. */
  readonly asked: string[] = [];
  /** The credentials that it was given. */
  readonly credentials: (string | undefined)[] = [];
  private readonly proxy = createServer();
  private readonly api = createApi({ cert: certificate, key }, (_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ kind: 'SelfSubjectAccessReview', spec: {}, status: { allowed: true } }));
  });

  static async started(): Promise<ForwardProxy> {
    const made = new ForwardProxy();
    await listening(made.api);
    await listening(made.proxy);
    return made;
  }

  private constructor() {
    this.proxy.on('connect', (request, socket, head) => {
      this.asked.push(request.url ?? '');
      this.credentials.push(request.headers['proxy-authorization']);
      const tunnel = connect(portOf(this.api), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        tunnel.write(head);
        tunnel.pipe(socket).pipe(tunnel);
      });
      for (const end of [tunnel, socket])
        end.on('error', () => [tunnel, socket].forEach((one) => one.destroy()));
    });
  }

  get url(): string {
    return `http://user:secret@127.0.0.1:${portOf(this.proxy)}`;
  }

  stop(): void {
    for (const server of [this.proxy, this.api]) {
      server.close();
      server.closeAllConnections();
    }
  }
}

async function listening(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
