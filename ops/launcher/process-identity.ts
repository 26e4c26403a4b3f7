import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** One process of this machine. Its number alone would not do: numbers are used again. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in a form that is only ever compared. */
  readonly started: string;
}

/** Identifies a process; undefined when there is none with that number, or only what is left of one. */
export function identify(pid: number): ProcessIdentity | undefined {
  try {
    const started = process.platform === 'linux' ? startedByProc(pid) : startedByPs(pid);
    return started === undefined ? undefined : { pid, started };
  } catch {
    return undefined;
  }
}

/** Whether a process still runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.started === identity.started;
}

/** The fields of /proc/<pid>/stat behind the program's name: the state is the first, the start time the twentieth. */
function startedByProc(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}

function startedByPs(pid: number): string | undefined {
  const [state = '', ...started] = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
  })
    .trim()
    .split(/\s+/);
  return state.startsWith('Z') ? undefined : started.join(' ');
}
