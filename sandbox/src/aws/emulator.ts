import { mkdirSync } from 'node:fs';
import { SandboxError } from '../errors.js';
import { freePort } from '../ports.js';
import { ManagedProcess } from '../processes/managed-process.js';
import type { Service } from '../service.js';
import { waitFor } from '../wait-for.js';

/** The account and region that the sandbox simulates. */
export const sandboxAccount = '000000000000';
export const sandboxRegion = 'eu-west-2';

/** The key that everything in the sandbox signs with: that of the account's root user, to the emulator. */
export const sandboxCredentials = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/** How to run the emulator. */
export interface AwsEmulatorProps {
  /** A Python with `ministack[full]`. */
  readonly python: string;
  /** Holds its state between runs. */
  readonly folder: string;
}

const attempts = 5;
const readyTimeoutSeconds = 60;

/**
 * ministack on a free port of the loopback interface. Its state is written when it stops and read when it starts. Docker is
 * kept from it: a cluster is a record here, and the proxy gives it a control plane.
 */
export class AwsEmulator implements Service {
  readonly name = 'AWS emulator';
  private process: ManagedProcess | undefined;
  private port: number | undefined;

  constructor(private readonly props: AwsEmulatorProps) {}

  /** Base URL. Defined once it has started. */
  get url(): string {
    if (this.port === undefined) throw new Error('The AWS emulator has not started');
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    mkdirSync(this.props.folder, { recursive: true });
    for (let attempt = 1; ; attempt += 1) {
      const port = await freePort();
      const process = this.spawn(port);
      this.process = process;
      if (await this.serves(port, process)) {
        this.port = port;
        return;
      }
      if (attempt === attempts) {
        throw new SandboxError(
          'The AWS emulator ended before it served.',
          `Read ${process.logFile}; ${this.props.python} must have ministack[full].`,
        );
      }
    }
  }

  async stop(): Promise<void> {
    await this.process?.stop();
    this.process = undefined;
  }

  private spawn(port: number): ManagedProcess {
    const { folder, python } = this.props;
    return new ManagedProcess({
      name: 'aws-emulator',
      command: python,
      args: ['-m', 'ministack'],
      cwd: folder,
      env: {
        BIND_HOST: '127.0.0.1',
        GATEWAY_PORT: String(port),
        MINISTACK_HOST: '127.0.0.1',
        MINISTACK_REGION: sandboxRegion,
        MINISTACK_ACCOUNT_ID: sandboxAccount,
        PERSIST_STATE: '1',
        STATE_DIR: `${folder}/state`,
        S3_PERSIST: '1',
        S3_DATA_DIR: `${folder}/s3`,
        // Both would listen on fixed ports.
        IOT_MTLS_ENABLED: '0',
        SFTP_ENABLED: '0',
        DOCKER_HOST: 'unix:///nonexistent/docker.sock',
        LOG_LEVEL: 'WARNING',
      },
    });
  }

  /** False if the process ends instead, as it does if another program has taken the port. */
  private async serves(port: number, process: ManagedProcess): Promise<boolean> {
    return await waitFor(
      {
        what: 'the AWS emulator to serve',
        timeoutSeconds: readyTimeoutSeconds,
        remedy: `Read ${process.logFile}`,
        everyMilliseconds: 50,
      },
      async () => {
        if (!process.running) return false;
        const response = await fetch(`http://127.0.0.1:${port}/_ministack/health`);
        return response.ok ? true : undefined;
      },
    );
  }
}
