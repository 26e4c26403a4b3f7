import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { isRunning } from './build/cache-lock.js';
import { Checkout } from './git/checkout.js';
import { cache, checkout, repositoryFolder, state } from './paths.js';
import { endProcesses, findSandboxProcesses, type SandboxProcess } from './strays.js';

/** What there was to stop. */
export interface Stopped {
  readonly processes: readonly SandboxProcess[];
  /** Whether there was a state folder. */
  readonly state: boolean;
  /** What became of commits that only the sandbox's repository had. @default - there were none */
  readonly commits?: string | undefined;
}

/** How a sandbox is stopped. */
export interface StopProps {
  /** Keeps the folder with the logs, to look into after a failure. @default false */
  readonly keepLogs?: boolean;
}

/** Name of the daemon's record. */
export const daemonRecord = 'daemon';

/** Held by a `make sandbox` of this checkout while it runs. */
export const upLock = join(
  cache.root,
  'locks',
  `up-${createHash('sha256').update(state.root).digest('hex').slice(0, 16)}`,
);

/**
 * Ends every process of this checkout's sandbox and removes its state folder and its Git remote. The daemon goes first, since it stops what
 * it has started in good order; whatever is left then, or belonged to a daemon that was killed, is ended directly. Safe
 * to call when nothing runs.
 */
export async function stopSandbox(props: StopProps = {}): Promise<Stopped> {
  const processes = findSandboxProcesses();
  const daemon = processes.filter(({ name }) => name === daemonRecord);
  await endProcesses(daemon, 30);
  for (let left = findSandboxProcesses(); left.length > 0; left = findSandboxProcesses()) {
    await endProcesses(left);
  }
  const here = new Checkout(checkout);
  const commits = existsSync(repositoryFolder) ? await here.keepCommits(repositoryFolder) : undefined;
  await here.disconnect();
  const stopped = { processes, state: existsSync(state.root), commits };
  removeState(props.keepLogs === true);
  return stopped;
}

/** The process id of the `make sandbox` that is running in this checkout. */
export function runningUp(): number | undefined {
  try {
    const pid = Number(readFileSync(upLock, 'utf8'));
    return pid !== process.pid && isRunning(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function removeState(keepLogs: boolean): void {
  if (!keepLogs) {
    rmSync(state.root, { recursive: true, force: true, maxRetries: 5 });
    return;
  }
  if (!existsSync(state.root)) return;
  for (const entry of readdirSync(state.root)) {
    const path = join(state.root, entry);
    if (path !== state.logs) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  }
}
