import { setTimeout as delay } from 'node:timers/promises';
import { SandboxError } from '../errors.js';
import { beginFault, faultNames } from '../faults.js';
import { requireRunningSandbox } from '../machine/sandbox-tools.js';

const longestSeconds = 600;

/** `sandbox fault <name> <seconds>`: a fault for that long. An interrupt ends it at once. */
export async function fault(args: readonly string[]): Promise<void> {
  const [given, text] = args;
  const name = faultNames.find((candidate) => candidate === given);
  if (name === undefined) {
    throw new SandboxError(
      `"${given ?? ''}" is not a fault.`,
      `Allowed: ${faultNames.join(', ')}. For example: sandbox fault git 60`,
    );
  }
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= longestSeconds)) {
    throw new SandboxError(
      `"${text ?? ''}" is not a number of seconds.`,
      `Give a number up to ${longestSeconds}, for example: sandbox fault ${name} 60`,
    );
  }
  requireRunningSandbox();
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  const end = beginFault(name);
  try {
    await delay(seconds * 1000, undefined, { signal: interrupted.signal }).catch(() => undefined);
  } finally {
    end();
  }
}
