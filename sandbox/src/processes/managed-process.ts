import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { state } from '../paths.js';

/** A program to run on this machine. */
export interface ProcessProps {
  /** Unique within the sandbox; names the log and the record. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to a minimal environment (PATH, HOME, TMPDIR); the caller's environment is not inherited. @default none */
  readonly env?: Readonly<Record<string, string>>;
  /** @default the sandbox's state folder */
  readonly cwd?: string;
}

/** How a process ended. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Marks every process of a sandbox in its environment, so that strays of a killed sandbox can be told apart. */
export const sandboxMark = 'INFRA_FLEET_SANDBOX';

/** A running program with its log file and a record on disk by which a later `sandbox-down` finds it. */
export class ManagedProcess {
  readonly logFile: string;
  readonly exited: Promise<ProcessExit>;
  private readonly child: ChildProcess;
  private readonly record: string;

  constructor(readonly props: ProcessProps) {
    mkdirSync(state.logs, { recursive: true });
    mkdirSync(state.processes, { recursive: true });
    this.logFile = join(state.logs, `${props.name}.log`);
    this.record = join(state.processes, `${props.name}.pid`);
    const log = openSync(this.logFile, 'a');
    this.child = spawn(props.command, props.args, {
      cwd: props.cwd ?? state.root,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: state.home,
        TMPDIR: process.env.TMPDIR ?? '/tmp',
        [sandboxMark]: state.root,
        ...props.env,
      },
      stdio: ['ignore', log, log],
    });
    this.exited = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => {
        rmSync(this.record, { force: true });
        resolve({ code, signal });
      });
      this.child.once('error', (error) => {
        createWriteStream(this.logFile, { flags: 'a' }).end(`${error.message}\n`);
        resolve({ code: 127, signal: null });
      });
    });
    if (this.child.pid !== undefined) writeFileSync(this.record, `${this.child.pid}\n`);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null && this.child.pid !== undefined;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.running) this.child.kill(signal);
  }

  /** Asks the program to end and kills it when it has not done so within the grace period (default 5 s). */
  async stop(graceMilliseconds = 5000): Promise<void> {
    if (!this.running) return;
    this.child.kill('SIGTERM');
    const grace = new AbortController();
    const ended = await Promise.race([
      this.exited.then(() => true),
      delay(graceMilliseconds, false, { signal: grace.signal }).catch(() => true),
    ]);
    grace.abort();
    if (!ended) {
      this.child.kill('SIGKILL');
      await this.exited;
    }
  }
}
