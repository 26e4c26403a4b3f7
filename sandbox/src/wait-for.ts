import { setTimeout as delay } from 'node:timers/promises';
import { SandboxError } from './errors.js';

/** How `waitFor` looks at its condition. */
export interface WaitForProps {
  /** The condition in words, for the error: "the API server to answer". */
  readonly what: string;
  /** Seconds until the wait is given up. */
  readonly timeoutSeconds: number;
  /** What to do when it is given up, the log file named. */
  readonly remedy: string;
  /** Milliseconds between two looks. @default 100 */
  readonly everyMilliseconds?: number;
}

/**
 * Looks at a condition until it holds and returns what it gave. A condition that throws or gives undefined does not hold
 * yet; the last error is part of the message when the time is up.
 */
export async function waitFor<T>(props: WaitForProps, condition: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + props.timeoutSeconds * 1000;
  let lastError = '';
  for (;;) {
    try {
      const value = await condition();
      if (value !== undefined) return value;
    } catch (error) {
      lastError = error instanceof Error ? error.message : String(error);
    }
    if (Date.now() >= deadline) {
      const seen = lastError === '' ? '' : ` Last seen: ${lastError}`;
      throw new SandboxError(`Waited ${props.timeoutSeconds} s for ${props.what}.${seen}`, props.remedy);
    }
    await delay(props.everyMilliseconds ?? 100);
  }
}
