import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { listenOnRememberedPort } from '../ports.js';

/** The file that remembers the port which stands for a port of a workload, `namespace/name`. */
export function forwarderFile(folder: string, workload: string, containerPort: number): string {
  return join(folder, `${workload.replaceAll('/', '.')}.${containerPort}.port`);
}

/**
 * Loopback ports that stay the same whichever pod of a workload answers, as the address of a Service does. Programs
 * advertise them: addresses that others keep (such as the URL of an artifact) stay valid when a pod is replaced and when
 * the sandbox is started again.
 */
export class ServiceForwarders {
  private readonly forwarders = new Map<string, Promise<{ server: Server; port: number }>>();
  private readonly sockets = new Set<Socket>();

  constructor(
    /** Folder that remembers the ports. */
    private readonly folder: string,
    /** The loopback port of the pod that answers for a workload now. */
    private readonly target: (workload: string, containerPort: number) => number | undefined,
  ) {}

  /** The stable port for a port of a workload; listens from the first call on. */
  async port(workload: string, containerPort: number): Promise<number> {
    const key = `${workload}:${containerPort}`;
    let forwarder = this.forwarders.get(key);
    if (forwarder === undefined) {
      forwarder = this.listen(workload, containerPort);
      this.forwarders.set(key, forwarder);
      forwarder.catch(() => this.forwarders.delete(key));
    }
    return (await forwarder).port;
  }

  async stop(): Promise<void> {
    const forwarders = await Promise.all(this.forwarders.values());
    this.forwarders.clear();
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(
      forwarders.map(
        async ({ server }) => await new Promise<void>((resolve) => server.close(() => resolve())),
      ),
    );
  }

  private async listen(workload: string, containerPort: number): Promise<{ server: Server; port: number }> {
    const server = createServer((socket) => {
      const port = this.target(workload, containerPort);
      if (port === undefined) socket.destroy();
      else this.forward(socket, port);
    });
    const file = forwarderFile(this.folder, workload, containerPort);
    return { server, port: await listenOnRememberedPort(server, file) };
  }

  private forward(socket: Socket, port: number): void {
    const upstream = connect(port, '127.0.0.1');
    for (const end of [socket, upstream]) {
      this.sockets.add(end);
      end.on('error', () => undefined);
      end.on('close', () => {
        this.sockets.delete(end);
        socket.destroy();
        upstream.destroy();
      });
    }
    socket.pipe(upstream).pipe(socket);
  }
}
