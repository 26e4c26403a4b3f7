import { closeSync, openSync, writeSync } from 'node:fs';
import { ancestors } from '../../lib/terraform/command-line';
import { parseSelection, type StackSelection } from '../../lib/terraform/stack-selection';
import { identify, isAlive, type ProcessIdentity } from './process-identity';

/** The command of cdktf that started this process. */
export class CdktfCommand {
  /** What to type to run it again. */
  readonly text: string;
  /** @default - undefined for a command that changes no stack */
  readonly selection: StackSelection | undefined;
  private readonly stderr: number | undefined;

  private constructor(
    readonly process: ProcessIdentity,
    words: readonly string[],
  ) {
    this.text = ['cdktf', ...words.map(withoutSecret).map(quoted)].join(' ');
    this.selection = parseSelection(['cdktf', ...words]);
    this.stderr = openStderrOf(ancestors(process.pid).map(({ pid }) => pid));
  }

  /** @default - undefined where Terraform was started by something else */
  static find(): CdktfCommand | undefined {
    for (const { pid, commandLine } of ancestors(process.ppid)) {
      const program = commandLine.findIndex((word) => /(^|[/\\])cdktf(\.js)?$/.test(word));
      const identity = program === -1 ? undefined : identify(pid);
      if (identity !== undefined) return new CdktfCommand(identity, commandLine.slice(program + 1));
    }
    return undefined;
  }

  get isAlive(): boolean {
    return isAlive(this.process);
  }

  /**
   * Writes where the command writes its errors, even when it has ended: after an interrupt cdktf shows nothing more of what
   * Terraform says. Gives false where that place can't be reached.
   */
  tell(text: string): boolean {
    if (this.stderr === undefined) return false;
    try {
      writeSync(this.stderr, text);
      return true;
    } catch {
      return false;
    }
  }

  /** Ends it with a failure. cdktf takes a stack whose destroy was interrupted for destroyed, and would end with 0. */
  fail(): void {
    if (this.isAlive) process.kill(this.process.pid, 'SIGHUP');
    if (this.stderr !== undefined) closeSync(this.stderr);
  }
}

/** A variable's value can be a secret, and a message is not the place for it. */
function withoutSecret(word: string, index: number, words: readonly string[]): string {
  const isVariable = words[index - 1] === '--var' || word.startsWith('--var=');
  return isVariable ? word.replace(/^((?:--var=)?[^=]*=).*$/s, '$1...') : word;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The error output of the first of some processes that has one to open: no socket, as Node gives its children, is. */
function openStderrOf(pids: readonly number[]): number | undefined {
  for (const pid of pids) {
    try {
      return openSync(`/proc/${pid}/fd/2`, 'a');
    } catch {
      continue;
    }
  }
  return undefined;
}
