import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ancestors } from './command-line';

/**
 * The value of an environment variable in the nearest process that started this one and has it; undefined when none has.
 * cdktf keeps every `TF_VAR_...` from the app that it starts, but not from Terraform.
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

/** `ps` shows variables behind the command, in a form that is the same for the same value but need not be the value. */
function fromPs(pid: number, name: string): string | undefined {
  const output = execFileSync('ps', ['-E', '-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return new RegExp(`\\s${name}=([\\s\\S]*?)(?=\\s[A-Za-z_]\\w*=|\\s*$)`).exec(output)?.[1];
}
