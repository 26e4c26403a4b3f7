import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** How to take a lock. */
export interface CacheLockProps {
  readonly file: string;
  /** Called once when another process holds the lock. */
  readonly onWait: (holder: number) => void;
  readonly signal: AbortSignal;
  /** Milliseconds between two checks of a held lock. @default 500 */
  readonly everyMilliseconds?: number;
}

/**
 * Runs work that only one process on this machine may do at a time. The lock is a file with the holder's process id. If the
 * holder is gone, the lock is taken over, so an interrupted build never blocks the next.
 */
export async function withCacheLock<T>(props: CacheLockProps, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(props.file), { recursive: true });
  let told = false;
  while (!take(props.file)) {
    const holder = readHolder(props.file);
    if (holder === undefined || !isRunning(holder)) {
      discard(props.file, holder);
      continue;
    }
    if (!told) props.onWait(holder);
    told = true;
    await delay(props.everyMilliseconds ?? 500, undefined, { signal: props.signal });
  }
  try {
    return await work();
  } finally {
    if (readHolder(props.file) === process.pid) rmSync(props.file, { force: true });
  }
}

function take(file: string): boolean {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, `${process.pid}\n`);
  try {
    // A link appears together with its content, so nobody reads a file before its holder is written to it.
    linkSync(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Removes the lock of a holder that is gone, unless another process has taken it in the meantime. */
function discard(file: string, holder: number | undefined): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
    if (readHolder(aside) !== holder) linkSync(aside, file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readHolder(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8').trim());
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a process with this id exists. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
