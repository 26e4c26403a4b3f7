import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { shellEnvironment } from '../../e2e/support/sandbox-shell';
import { checkout } from '../../support/synth';
import { markVariable, processesOf } from './processes';

export interface CommandProps {
  /** What is typed after `cdktf`. */
  readonly words: readonly string[];
  /** Variables beside those of the sandbox's shell. */
  readonly variables: Readonly<Record<string, string>>;
  /** Whether it runs in a terminal, as for a person, or with a pipe, as in a pipeline. */
  readonly terminal: boolean;
}

let started = 0;

/** A command of cdktf that is under way. */
export class Command {
  /** Marks all processes that it started. */
  readonly mark = `${process.pid}.${(started += 1)}`;
  /** The exit code, 128 and more for a signal, once the command itself has ended. */
  readonly status: Promise<number>;
  /** Nobody can write to its terminal or its pipes any more. */
  readonly silence: Promise<unknown>;
  private readonly child: ChildProcess;
  private readonly pidKnown: Promise<number>;
  private raw = '';

  constructor({ words, variables, terminal }: CommandProps) {
    const env = { ...shellEnvironment(), ...variables, [markVariable]: this.mark };
    const place = terminal ? 'terminal' : 'pipe';
    this.child = spawn('python3', [join(__dirname, 'start.py'), place, 'cdktf', ...words], {
      cwd: checkout,
      env,
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    });
    const reports = createInterface(this.child.stdio[3] as Readable);
    this.pidKnown = once(reports, 'line').then(([pid]) => Number(pid));
    this.status = this.pidKnown.then(() => once(reports, 'line')).then(([code]) => Number(code));
    for (const stream of [this.child.stdout!, this.child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => (this.raw += text));
    this.silence = once(this.child, 'close');
  }

  /** Everything that it wrote so far, without colours. */
  get output(): string {
    return stripVTControlCharacters(this.raw).replaceAll('\r', '');
  }

  async pid(): Promise<number> {
    return await this.pidKnown;
  }

  /** Types into the terminal. */
  type(keys: string): void {
    this.child.stdin!.write(keys);
  }

  /** Whether it, or something that it started, still runs. */
  get goesOn(): boolean {
    return processesOf(this.mark).length > 0;
  }
}
