import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ancestors } from './command-line';

/**
 * The value of an environment variable in the nearest ancestor process that has it; undefined if none has.
 * cdktf hides every `TF_VAR_...` from the app that it starts, but not from Terraform.
 */
export function ancestorVariable(name: string, pid: number = process.ppid): string | undefined {
  for (const ancestor of ancestors(pid)) {
    const value = variableOf(ancestor.pid, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

function variableOf(pid: number, name: string): string | undefined {
  try {
    return process.platform === 'linux' ? fromProc(pid, name) : fromPs(pid, name);
  } catch {
    return undefined;
  }
}

function fromProc(pid: number, name: string): string | undefined {
  return readFileSync(`/proc/${pid}/environ`, 'utf8')
    .split('\0')
    .find((entry) => entry.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

/** `ps` shows variables after the command: equal values look equal, but what it shows need not be the value itself. */
function fromPs(pid: number, name: string): string | undefined {
  const output = execFileSync('ps', ['-E', '-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return new RegExp(`\\s${name}=([\\s\\S]*?)(?=\\s[A-Za-z_]\\w*=|\\s*$)`).exec(output)?.[1];
}
