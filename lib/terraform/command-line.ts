import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The largest number of processes between the app and cdktf: the shell of `cdktf.json`, and npx. */
const searchedAncestors = 6;

/**
 * The command lines of the processes that started this one, nearest first. cdktf tells the app neither its command nor the
 * selected stacks, so they are read where every Unix shows them. Gives what can be read, possibly nothing.
 */
export function ancestorCommandLines(pid: number = process.ppid): readonly (readonly string[])[] {
  return ancestors(pid).map(({ commandLine }) => commandLine);
}

/** A process, and the processes that started it, nearest first, as far as they can be read. */
export function ancestors(pid: number): readonly ProcessEntry[] {
  const found: ProcessEntry[] = [];
  for (let current = pid; current > 1 && found.length < searchedAncestors;) {
    const ancestor = readProcess(current);
    if (ancestor === undefined) break;
    found.push(ancestor);
    current = ancestor.parent;
  }
  return found;
}

/** A running process. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly commandLine: string[];
}

function readProcess(pid: number): ProcessEntry | undefined {
  try {
    return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
  } catch {
    return undefined;
  }
}

function fromProc(pid: number): ProcessEntry {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in parentheses, which may itself hold spaces and parentheses.
  const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    pid,
    parent: Number(parent),
    commandLine: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean),
  };
}

function fromPs(pid: number): ProcessEntry {
  const output = execFileSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  const [parent, ...commandLine] = output.split(/\s+/);
  return { pid, parent: Number(parent), commandLine };
}
