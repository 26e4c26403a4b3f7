import { readFileSync } from 'node:fs';
import { pidOf } from '../../e2e/support/sandbox-shell';
import { until } from './cluster';

/** Kills a program of the sandbox as a crash would, and gives the id of the process that it was. */
export function kill(program: string): number {
  const pid = pidOf(program);
  process.kill(pid, 'SIGKILL');
  return pid;
}

/** Waits until another process than the killed one runs a program. */
export async function restarted(program: string, killed: number): Promise<void> {
  await until(`${program} to be started again`, 60, () =>
    Promise.resolve(isRunning(program, killed) ? true : undefined),
  );
}

function isRunning(program: string, killed: number): boolean {
  const pid = pidOf(program);
  return pid !== killed && readFileSync(`/proc/${pid}/cmdline`).length > 0;
}
