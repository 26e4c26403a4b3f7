import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf } from './api-error';

/** How long to wait between two checks of a cluster, in milliseconds, for all day-2 commands. */
export const pollMilliseconds = 1000;

/** How a wait ended. */
export interface WaitResult<T> {
  /** What was last seen; undefined if nothing could be read. */
  readonly seen: T | undefined;
  readonly done: boolean;
  /** Why the last check failed; empty if it did not. */
  readonly unreadable: string;
}

/**
 * Checks until the result is as wanted, or time is up. A failed check counts as no news: an API server that is briefly
 * unavailable does not end the wait.
 *
 * @throws the signal's reason once it is aborted
 */
export async function lookUntil<T>(
  milliseconds: number,
  look: () => Promise<T>,
  wanted: (seen: T) => boolean,
  signal?: AbortSignal,
): Promise<WaitResult<T>> {
  const deadline = Date.now() + milliseconds;
  let seen: T | undefined;
  let unreadable: string;
  do {
    try {
      seen = await look();
      unreadable = '';
      if (wanted(seen)) return { seen, done: true, unreadable };
    } catch (error) {
      unreadable = reasonOf(error);
    }
    const pause = Math.min(pollMilliseconds, Math.max(0, deadline - Date.now()));
    await delay(pause, undefined, { signal }).catch(() => signal?.throwIfAborted());
  } while (Date.now() < deadline);
  return { seen, done: false, unreadable };
}
