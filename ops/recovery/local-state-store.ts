import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { StateStore } from './state-store';

/** Where Linux lists who holds a lock on which file. */
const lockTable = '/proc/locks';

/**
 * A state in a file. What is written down of its lock stays when Terraform is killed, but the lock itself is the operating
 * system's and ends with the process.
 */
export function localStateStore(file: string): StateStore {
  const lockInfo = join(dirname(file), `.${basename(file)}.lock.info`);
  return {
    kind: 'local',
    read: () => Promise.resolve(existsSync(file) ? readFileSync(file, 'utf8') : undefined),
    readLock: () =>
      Promise.resolve(existsSync(lockInfo) && mayBeLocked(file) ? readFileSync(lockInfo, 'utf8') : undefined),
  };
}

/** Where the operating system has no list of locks, what is written down counts. */
function mayBeLocked(file: string): boolean {
  if (!existsSync(file)) return false;
  if (!existsSync(lockTable)) return true;
  const { ino } = statSync(file);
  return readFileSync(lockTable, 'utf8')
    .split('\n')
    .some((line) => line.includes(`:${ino} `));
}
