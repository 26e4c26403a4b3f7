import { setTimeout as delay } from 'node:timers/promises';
import { SandboxError } from '../errors.js';
import { beginFault, type FaultName, faultNames } from '../faults.js';
import { requireRunningSandbox } from '../machine/sandbox-tools.js';

const longestSeconds = 600;

/** `sandbox fault <fault> <seconds>`: a fault for that long. An interrupt ends it at once. */
export async function fault(args: readonly string[]): Promise<void> {
  const given = args.slice(0, -1).join(' ');
  const text = args.at(-1);
  const name = faultNames.find((candidate) => spoken(candidate) === given);
  if (name === undefined) {
    throw new SandboxError(
      `"${given}" is not a fault.`,
      `Allowed: ${faultNames.map(spoken).join(', ')}. For example: sandbox fault git 60`,
    );
  }
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= longestSeconds)) {
    throw new SandboxError(
      `"${text ?? ''}" is not a number of seconds.`,
      `Give a number up to ${longestSeconds}, for example: sandbox fault ${spoken(name)} 60`,
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

/** How a fault is named on the command line: those of AWS are `aws`, then which. */
function spoken(name: FaultName): string {
  return name.replace('aws-', 'aws ');
}
