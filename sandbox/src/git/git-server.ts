import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { LoopbackServer } from '../loopback-server.js';
import { repositoryFolder } from '../paths.js';
import type { Service } from '../service.js';
import { type Access, AccessTokens } from './access-tokens.js';
import { cgiEnvironment, parseCgiHead } from './cgi.js';
import { CommitStatuses } from './commit-statuses.js';
import { plainGit, Repository } from './repository.js';

export interface GitServerProps {
  /** Folder of the bare repository. @default `git/fleet.git` in the sandbox's state folder */
  readonly folder?: string;
}

/** What a path begins with where a token is asked for. */
const privatePath = '/private';

/** The repository's owner, as on other Git hosts: addresses of its API have an owner too. */
const ownerPath = '/platform';

/**
 * The Git host of the sandbox: one repository over smart HTTP on loopback, readable and writable without a password; the same
 * repository again below `/private/`, for whoever has an access token, to push only with one that may write; statuses of commits
 * below `/api/v3/`, with any token.
 */
export class GitServer implements Service {
  readonly name = 'Git server';
  readonly repository: Repository;
  readonly server: LoopbackServer;
  readonly tokens: AccessTokens;
  /** Tokens for the private address, new with every start. */
  issued: Readonly<Record<Access, string>> = { read: '', write: '' };
  private readonly statuses = new CommitStatuses();
  private readonly pushListeners = new Set<(revision: string) => void>();
  private lastRevision: string | undefined;

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
    return `${this.server.origin}${ownerPath}/${this.repositoryName}`;
  }

  /** The address to clone from with a token as password. */
  get privateUrl(): string {
    return `${this.server.origin}${privatePath}${ownerPath}/${this.repositoryName}`;
  }

  async start(): Promise<void> {
    await this.repository.create();
    this.lastRevision = await this.repository.revision();
    this.issued = await this.tokens.issue();
    await this.server.start();
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** Calls back with the new commit of main after each push that changed it. Gives the function that ends this. */
  onPush(listener: (revision: string) => void): () => void {
    this.pushListeners.add(listener);
    return () => this.pushListeners.delete(listener);
  }

  private get repositoryName(): string {
    return this.repository.folder.slice(dirname(this.repository.folder).length + 1);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/';
    if (url.endsWith('/git-receive-pack')) response.on('close', () => void this.tellOfPush());
    const isForStatuses = this.statuses.isAskedBy(request);
    const isPrivate = url.startsWith(`${privatePath}/`);
    if (isPrivate || isForStatuses) {
      const access = await this.tokens.accessOf(request.headers.authorization);
      if (access === undefined) {
        response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="private"' }).end();
        return;
      }
      if (isPrivate && access === 'read' && isPush(url)) {
        response.writeHead(403, { 'Content-Type': 'text/plain' }).end('This token may only read.\n');
        return;
      }
    }
    if (isForStatuses) return await this.statuses.answer(request, response);
    const path = isPrivate ? url.slice(privatePath.length) : url;
    if (path.startsWith(`${ownerPath}/`)) {
      this.runBackend(path.slice(ownerPath.length), request, response);
      return;
    }
    response.writeHead(404);
    response.end();
  }

  private async tellOfPush(): Promise<void> {
    const revision = await this.repository.revision().catch(() => undefined);
    if (revision === undefined || revision === this.lastRevision) return;
    this.lastRevision = revision;
    for (const listener of this.pushListeners) listener(revision);
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

/** Whether a request belongs to a push: it asks what is there, or sends the pack (https://git-scm.com/docs/http-protocol). */
function isPush(url: string): boolean {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  return (
    decodeURIComponent(pathname).endsWith('/git-receive-pack') ||
    searchParams.get('service') === 'git-receive-pack'
  );
}
