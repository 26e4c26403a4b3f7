import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { LoopbackServer } from '../loopback-server.js';
import { repositoryFolder } from '../paths.js';
import type { Service } from '../service.js';
import { AccessTokens } from './access-tokens.js';
import { cgiEnvironment, parseCgiHead } from './cgi.js';
import { plainGit, Repository } from './repository.js';

export interface GitServerProps {
  /** Folder of the bare repository. @default `git/fleet.git` in the sandbox's state folder */
  readonly folder?: string;
}

/** What the path of the repository begins with where a token is asked for. */
const privatePath = '/private/';

/**
 * The Git host of the sandbox: one repository over smart HTTP on loopback, readable and writable without a password; and
 * the same repository again below `/private/`, for whoever has an access token.
 */
export class GitServer implements Service {
  readonly name = 'Git server';
  readonly repository: Repository;
  readonly server: LoopbackServer;
  readonly tokens: AccessTokens;
  /** A token for the private address, new with every start. */
  token = '';

  constructor(props: GitServerProps = {}) {
    this.repository = new Repository(props.folder ?? repositoryFolder);
    this.tokens = new AccessTokens(`${this.repository.folder}.tokens`);
    this.server = new LoopbackServer({
      name: this.name,
      portFile: `${this.repository.folder}.port`,
      answer: (request, response) => void this.answer(request, response),
    });
  }

  /** The address to clone from. */
  get url(): string {
    return `${this.server.origin}/${this.repositoryName}`;
  }

  /** The address to clone from with a token as password. */
  get privateUrl(): string {
    return `${this.server.origin}${privatePath}${this.repositoryName}`;
  }

  async start(): Promise<void> {
    await this.repository.create();
    this.token = await this.tokens.issue();
    await this.server.start();
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  private get repositoryName(): string {
    return this.repository.folder.slice(dirname(this.repository.folder).length + 1);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/';
    if (!url.startsWith(privatePath)) return this.runBackend(url, request, response);
    if (await this.tokens.accepts(request.headers.authorization)) {
      return this.runBackend(url.slice(privatePath.length - 1), request, response);
    }
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="private"' });
    response.end();
  }

  /** Runs `git http-backend` for a request. It unpacks gzip itself, and reads a chunked body to its end. */
  private runBackend(url: string, request: IncomingMessage, response: ServerResponse): void {
    const backend = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env.PATH ?? '',
        ...plainGit,
        ...cgiEnvironment({
          method: request.method ?? 'GET',
          url,
          headers: request.headers,
          remoteAddress: request.socket.remoteAddress ?? '',
        }),
        GIT_PROJECT_ROOT: dirname(this.repository.folder),
        GIT_HTTP_EXPORT_ALL: '1',
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    request.pipe(backend.stdin);
    backend.stdin.on('error', () => undefined);
    response.on('close', () => backend.kill());
    let head = Buffer.alloc(0);
    backend.stdout.on('data', (chunk: Buffer) => {
      if (response.headersSent) {
        if (!response.write(chunk)) {
          backend.stdout.pause();
          response.once('drain', () => backend.stdout.resume());
        }
        return;
      }
      head = Buffer.concat([head, chunk]);
      const parsed = parseCgiHead(head);
      if (parsed === undefined) return;
      for (const [name, value] of parsed.headers) response.setHeader(name, value);
      response.writeHead(parsed.status);
      response.write(head.subarray(parsed.length));
    });
    const failed = (): void => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    };
    backend.on('error', failed);
    backend.on('close', failed);
  }
}
