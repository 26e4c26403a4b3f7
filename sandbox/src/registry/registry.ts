import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { SandboxError } from '../errors.js';
import { forwardRequest } from '../forward-request.js';
import { LoopbackServer } from '../loopback-server.js';
import { state } from '../paths.js';
import { freePort } from '../ports.js';
import { KeptProcess } from '../processes/kept-process.js';
import { ManagedProcess } from '../processes/managed-process.js';
import type { Service } from '../service.js';
import { waitFor } from '../wait-for.js';
import { makeCertificate, type ServerCertificate, trustedAuthorities } from './certificate.js';

export interface RegistryProps {
  /** The CNCF Distribution registry. */
  readonly binary: string;
  /** A Python with the `cryptography` package. */
  readonly python: string;
  /** Other names that lead here, as in a certificate. @default none */
  readonly names?: readonly string[];
  /** Holds everything that is pushed, the certificate and the remembered port. @default in the sandbox's state folder */
  readonly folder?: string;
}

const attempts = 5;

/**
 * A registry of OCI artifacts over HTTPS on loopback, for whoever pushes and pulls, without credentials. The program
 * itself serves plain HTTP on a port of its own, behind a server that keeps its port from one start to the next and that a
 * fault can take away. The sandbox's own authority signs the certificate.
 */
export class Registry implements Service {
  readonly name = 'Registry';
  readonly server: LoopbackServer;
  private readonly folder: string;
  private process: KeptProcess | undefined;
  private port = 0;

  constructor(private readonly props: RegistryProps) {
    this.folder = props.folder ?? state.registry;
    this.server = new LoopbackServer({
      name: this.name,
      portFile: join(this.folder, 'port'),
      tls: async () => ({
        cert: await readFile(this.certificate.file),
        key: await readFile(this.certificate.key),
      }),
      answer: (request, response) => this.answer(request, response),
    });
  }

  /** Host and port, as in the name of an image. */
  get address(): string {
    return `127.0.0.1:${this.server.port}`;
  }

  /** File of the authorities that a client of this registry trusts, for `SSL_CERT_FILE`. */
  get authorities(): string {
    return join(this.folder, 'authorities.pem');
  }

  private get certificate(): ServerCertificate {
    const folder = join(this.folder, 'tls');
    return {
      authority: join(folder, 'ca.crt'),
      file: join(folder, 'server.crt'),
      key: join(folder, 'server.key'),
    };
  }

  async start(): Promise<void> {
    const { names = [], python } = this.props;
    mkdirSync(this.folder, { recursive: true });
    if (!existsSync(this.certificate.file))
      await makeCertificate({ folder: join(this.folder, 'tls'), python, names });
    writeFileSync(this.authorities, trustedAuthorities(this.certificate.authority));
    await this.startProgram();
    await this.server.start();
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.process?.stop();
    this.process = undefined;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    // The registry makes absolute URLs of what it is told here.
    const headers = { ...request.headers, 'x-forwarded-proto': 'https' };
    forwardRequest(
      request,
      response,
      { host: '127.0.0.1', port: this.port, path: request.url, headers },
      (error) => response.writeHead(502, { 'Content-Type': 'text/plain' }).end(`${error.message}\n`),
    );
  }

  /** Between choosing a port and binding it another program can take it: then another one is tried. */
  private async startProgram(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const port = await freePort();
      const process = new ManagedProcess({
        name: 'registry',
        command: this.props.binary,
        args: ['serve', this.writeConfiguration(port)],
        cwd: this.folder,
        // Nobody collects its traces here.
        env: { OTEL_TRACES_EXPORTER: 'none' },
      });
      if (await serves(port, process)) {
        this.port = port;
        this.process = new KeptProcess(process);
        return;
      }
      if (attempt === attempts)
        throw new SandboxError('The registry ended before it served.', `Read ${process.logFile}`);
    }
  }

  /** https://distribution.github.io/distribution/about/configuration/ */
  private writeConfiguration(port: number): string {
    const file = join(this.folder, 'config.yml');
    const configuration = {
      version: 0.1,
      log: { level: 'warn', accesslog: { disabled: true } },
      storage: { filesystem: { rootdirectory: join(this.folder, 'data') }, delete: { enabled: true } },
      http: { addr: `127.0.0.1:${port}` },
    };
    writeFileSync(file, stringify(configuration));
    return file;
  }
}

async function serves(port: number, process: ManagedProcess): Promise<boolean> {
  return await waitFor(
    {
      what: 'the registry to serve',
      timeoutSeconds: 30,
      remedy: `Read ${process.logFile}`,
      everyMilliseconds: 50,
    },
    async () => {
      if (!process.running) return false;
      return (await fetch(`http://127.0.0.1:${port}/v2/`)).ok ? true : undefined;
    },
  );
}
