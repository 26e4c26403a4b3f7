import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf } from './api-error';

/** How long to wait between two looks at a cluster, in milliseconds: the one such interval of the day-2 commands. */
export const pollMilliseconds = 1000;

/** How a wait ended. */
export interface WaitResult<T> {
  /** What was seen last; undefined when nothing could be read. */
  readonly seen: T | undefined;
  readonly done: boolean;
  /** Why the last look failed; empty when it did not. */
  readonly unreadable: string;
}

/**
 * Looks until what is seen is as wanted, or the time is up. A look that fails counts as one that saw nothing new: an API
 * server that is away for a moment ends no wait.
 *
 * @throws the reason of the signal, once it is aborted
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
