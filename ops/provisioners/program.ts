import { constants } from 'node:os';
import { messageOf } from '../message-of';

/** How often a program checks that its parent is still running, in milliseconds. */
const lookMilliseconds = 500;

/** A program, and what it says when it is interrupted or fails. */
export interface Program {
  readonly work: () => Promise<void>;
  /** What an interrupt leaves behind, in one sentence. */
  readonly left: string;
  /** What goes before the message of a failure. @default nothing */
  readonly failure?: string;
}

/**
 * Runs a program that Terraform starts beside a resource. It ends at once when it is interrupted or its parent ends: an orphan
 * would run beside the next run. Each request to the cluster is complete in itself, so nothing is lost.
 */
export function runProgram({ work, left, failure = '' }: Program): void {
  const interrupted = (exitCode: number) => {
    console.error(`Interrupted. ${left} The same command continues from here.`);
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
