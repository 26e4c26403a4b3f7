import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Service } from '../service.js';

/** Who a token belongs to, as the API server is told. */
export interface AuthenticatedUser {
  readonly username: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** Tells whose token it is; undefined for a token that is malformed, out of date or without access. */
export interface TokenAuthenticator {
  authenticate(token: string): Promise<AuthenticatedUser | undefined>;
}

/** What a token webhook serves. */
export interface TokenWebhookProps {
  readonly clusterName: string;
  readonly authenticator: TokenAuthenticator;
}

const tokenReview = z.object({ spec: z.object({ token: z.string() }) });

/** The API server's token webhook (TokenReview of authentication.k8s.io/v1) on a free port of the loopback interface. */
export class TokenWebhook implements Service {
  readonly name: string;
  private server: Server | undefined;

  constructor(private readonly props: TokenWebhookProps) {
    this.name = `token webhook of ${props.clusterName}`;
  }

  /** Defined while it serves. */
  get url(): string {
    if (this.server === undefined) throw new Error(`The ${this.name} is not started`);
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/token-review`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => void this.serve(request, response));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    this.server = server;
  }

  async stop(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const review = tokenReview.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      const user = await this.props.authenticator.authenticate(review.spec.token);
      reply(response, 200, {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenReview',
        status: user === undefined ? { authenticated: false } : { authenticated: true, user },
      });
    } catch (error) {
      // An answer other than 200 is an error in the API server's log, told apart from a refused token.
      reply(response, 500, { message: error instanceof Error ? error.message : String(error) });
    }
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
