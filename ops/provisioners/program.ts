import { constants } from 'node:os';
import { messageOf } from '../message-of';

/** How often a program looks whether whoever started it is still there, in milliseconds. */
const lookMilliseconds = 500;

/** What a program says of itself when it is cut short. */
export interface Program {
  readonly work: () => Promise<void>;
  /** What an interrupt leaves behind, in one sentence. */
  readonly left: string;
  /** What goes before the message of a failure. @default nothing */
  readonly failure?: string;
}

/**
 * Runs what Terraform runs beside a resource. It ends at once with an interrupt, and with whoever started it: an orphan would go
 * on beside the next run. Each request to the cluster stands for itself, so that nothing is lost.
 */
export function runProgram({ work, left, failure = '' }: Program): void {
  const interrupted = (exitCode: number) => {
    console.error(`Interrupted. ${left} The same command goes on from here.`);
    process.exit(exitCode);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => interrupted(128 + constants.signals[signal]));
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) interrupted(1);
  }, lookMilliseconds).unref();
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(1));

  work().catch((error: unknown) => {
    console.error(`${failure}${messageOf(error)}`);
    process.exitCode = 1;
  });
}
