import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { listen, listenOnRememberedPort } from './ports.js';

export interface LoopbackServerProps {
  /** For the error of a caller who asks for the address too early. */
  readonly name: string;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
  /** @default - a free port */
  readonly port?: number;
  /** File that remembers the port from one start to the next; wins over `port`. @default none */
  readonly portFile?: string;
  /** Makes the server an HTTPS server. @default - HTTP */
  readonly tls?: () => Promise<{ readonly cert: Buffer; readonly key: Buffer }>;
  /** Answers CONNECT. @default - the connection is closed */
  readonly connect?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** An HTTP or HTTPS server on the loopback interface. */
export class LoopbackServer {
  private server: Server | undefined;
  private listeningPort: number | undefined;
  private away = false;

  constructor(private readonly props: LoopbackServerProps) {}

  /** Defined from the first start on; a server that is started again with a `portFile` has the same. */
  get port(): number {
    if (this.listeningPort === undefined) throw new Error(`The ${this.props.name} has not started`);
    return this.listeningPort;
  }

  /** Scheme, address and port. */
  get origin(): string {
    return `${this.props.tls === undefined ? 'http' : 'https'}://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const { answer, connect, port, portFile, tls } = this.props;
    const handle = (request: IncomingMessage, response: ServerResponse): void =>
      void answer(request, response);
    const server = tls === undefined ? createHttpServer(handle) : createHttpsServer(await tls(), handle);
    if (connect !== undefined) server.on('connect', connect);
    server.on('connection', (socket: Socket) => {
      if (this.away) socket.destroy();
    });
    this.listeningPort =
      portFile === undefined
        ? await listen(server, port ?? 0)
        : await listenOnRememberedPort(server, portFile);
    this.server = server;
  }

  async stop(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  /**
   * Drops every connection, open or new, until told otherwise: for clients the
   * server is away. It keeps its port, which another program could take meanwhile if it were closed.
   */
  setAway(away: boolean): void {
    this.away = away;
    if (away) this.server?.closeAllConnections();
  }
}
