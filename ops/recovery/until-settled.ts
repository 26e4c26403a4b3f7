import { setTimeout as delay } from 'node:timers/promises';
import { UsageError } from '../usage-error';
import type { Found } from './unknown-resources';

export interface UntilSettledProps {
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal;
  /** @default 60, which EKS needs for a cluster at most */
  readonly minutes?: number;
  /** @default 10 */
  readonly lookEverySeconds?: number;
}

/** How often a wait is spoken of, in milliseconds. */
const sayEvery = 30_000;

type InAws = Pick<Found, 'type' | 'name' | 'condition' | 'status'>;

/**
 * Looks until AWS is done with making, changing and removing what is found.
 *
 * @throws UsageError when it is not in time
 * @throws AbortError when the signal aborts
 */
export async function untilSettled<T>(
  look: () => Promise<T>,
  inAws: (found: T) => readonly InAws[],
  { say, signal, minutes = 60, lookEverySeconds = 10 }: UntilSettledProps,
): Promise<T> {
  const start = Date.now();
  let lastSaid = -Infinity;
  for (;;) {
    signal?.throwIfAborted();
    const found = await look();
    const changing = inAws(found).filter(({ condition }) => condition === 'changing');
    if (changing.length === 0) return found;
    const passed = Date.now() - start;
    const names = changing.map(({ type, name, status }) => `${type} ${name} (${status})`).join(', ');
    if (passed > minutes * 60_000) {
      throw new UsageError(
        `AWS is still at work after ${minutes} minutes: ${names}. Nothing was changed.\n` +
          'Run the same command again when it is done.',
      );
    }
    if (passed - lastSaid >= sayEvery) {
      say(`AWS is still at work, waiting for it: ${names}, ${Math.floor(passed / 60_000)} of ${minutes} min`);
      lastSaid = passed;
    }
    await delay(lookEverySeconds * 1000, undefined, { signal });
  }
}
