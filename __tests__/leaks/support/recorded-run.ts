import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canarySelection } from '../../e2e/support/canary-fleet';
import type { CommandResult } from '../../e2e/support/sandbox-shell';
import { checkout } from '../../support/synth';

/**
 * Commands in the sandbox's shell that are given secrets in the environment, as a pipeline gives them, with a record of
 * all that they write: their output, and their temporary files.
 */
export class RecordedRun {
  /** When it began, in milliseconds. */
  readonly began = Date.now();
  /** The folder of the record. */
  readonly folder = mkdtempSync(join(tmpdir(), 'infra-fleet-leaks-'));
  private readonly temporary = join(this.folder, 'tmp');

  constructor() {
    mkdirSync(this.temporary);
  }

  /** Runs a command with the canary fleet selected. */
  command(command: string, secrets: Readonly<Record<string, string>> = {}): CommandResult {
    const result = spawnSync('make', ['--silent', 'sandbox-shell'], {
      cwd: checkout,
      input: `export ${canarySelection}\n${command}\n`,
      encoding: 'utf8',
      env: { ...process.env, ...secrets, TMPDIR: this.temporary },
      maxBuffer: 64 * 1024 * 1024,
    });
    const output = `${result.stdout}${result.stderr}`;
    appendFileSync(join(this.folder, 'output'), `$ ${command}\n${output}\n`);
    // eslint-disable-next-line no-control-regex -- escape sequences are what is looked for
    return { status: result.status, output: output.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '') };
  }

  /** Runs a command that must succeed, and gives what it wrote. */
  succeeding(command: string, secrets: Readonly<Record<string, string>> = {}): string {
    const { status, output } = this.command(command, secrets);
    if (status !== 0) throw new Error(`"${command}" ended with ${String(status)}:\n${endOf(output)}`);
    return output;
  }

  /** Runs a command that must fail, and gives what it wrote. */
  failing(command: string, secrets: Readonly<Record<string, string>> = {}): string {
    const { status, output } = this.command(command, secrets);
    if (status === 0) throw new Error(`"${command}" succeeded:\n${endOf(output)}`);
    return output;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

function endOf(output: string): string {
  return output.split('\n').slice(-30).join('\n');
}
