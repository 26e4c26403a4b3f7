import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { LoopbackServer } from './loopback-server.js';
import { state } from './paths.js';
import type { Service } from './service.js';

export interface ChatProps {
  /** Holds a line of JSON for each message. @default `chat.log` in the sandbox's logs */
  readonly logFile?: string;
}

/** Stands for a chat's incoming webhook: it writes what it is sent to a log, and answers a GET with that log. */
export class Chat implements Service {
  readonly name = 'Chat';
  private readonly logFile: string;
  private readonly server: LoopbackServer;

  constructor(props: ChatProps = {}) {
    this.logFile = props.logFile ?? join(state.logs, 'chat.log');
    this.server = new LoopbackServer({
      name: this.name,
      answer: (request, response) => this.answer(request, response),
    });
  }

  /** The webhook's address. */
  get url(): string {
    return `${this.server.origin}/`;
  }

  async start(): Promise<void> {
    mkdirSync(dirname(this.logFile), { recursive: true });
    await this.server.start();
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const message = await text(request);
    if (request.method === 'POST') {
      appendFileSync(this.logFile, `${message.replaceAll('\n', ' ')}\n`);
      response.end('ok');
      return;
    }
    response.setHeader('Content-Type', 'application/x-ndjson');
    response.end(existsSync(this.logFile) ? readFileSync(this.logFile) : '');
  }
}
