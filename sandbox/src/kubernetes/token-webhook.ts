import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { LoopbackServer } from '../loopback-server.js';
import type { Service } from '../service.js';

/** Who a token belongs to, as the API server sees it. */
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
  private readonly server: LoopbackServer;

  constructor(private readonly props: TokenWebhookProps) {
    this.name = `token webhook of ${props.clusterName}`;
    this.server = new LoopbackServer({
      name: this.name,
      answer: (request, response) => this.answer(request, response),
    });
  }

  /** Defined while it serves. */
  get url(): string {
    return `${this.server.origin}/token-review`;
  }

  async start(): Promise<void> {
    await this.server.start();
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
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
