import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { heldLock } from '../recovery/stack-state';
import type { Launch } from './launch';
import type { RunRecord } from './run-record';
import type { TerraformResult } from './terraform-run';

/** What happens after an interrupt. */
export function stopping(launch: Launch, { terraform, log }: RunRecord): string {
  return [
    `Interrupted. Terraform is finishing what it has started in the stack ${launch.stack}. It starts nothing new, then stops.`,
    `It is process ${terraform.pid}; it writes its output to ${launch.readable(log)}`,
    `Let it finish, then run the same command again to do the rest: ${launch.command}`,
  ].join('\n');
}

/** What happens after cdktf or its terminal has ended. */
export function goingOn(launch: Launch, { terraform, log }: RunRecord): string {
  return [
    `cdktf has ended, but Terraform has not: process ${terraform.pid} is finishing the stack ${launch.stack}.`,
    `It writes its output to ${launch.readable(log)}`,
    `When it is done, run the same command again to do the rest: ${launch.command}`,
  ].join('\n');
}

/** How a run that continued without cdktf ended, and what to do. */
export function finished(launch: Launch, verb: RunRecord['verb'], { code, log }: TerraformResult): string {
  const end = code === 0 ? 'finished' : 'failed in';
  return [
    `Terraform ${end} the ${verb} of the stack ${launch.stack} without cdktf; its output is in ${launch.readable(log)}`,
    `Run the same command again to do the rest: ${launch.command}`,
  ].join('\n');
}

/** How a run that was interrupted or killed ended, and what to do. */
export function stopped(
  { stack, command }: Launch,
  verb: RunRecord['verb'],
  { killedBy }: TerraformResult,
): string {
  const happened =
    killedBy === undefined
      ? [
          `Terraform has stopped. The ${verb} of the stack ${stack} is not complete; its state has everything that was created.`,
        ]
      : [
          `Terraform was killed (${killedBy}) during the ${verb} of the stack ${stack}.`,
          'What it was creating may exist without being in the state. The next run looks for it and imports it.',
        ];
  return [...happened, `Run the same command again to do the rest: ${command}`].join('\n');
}

/** Explains a failure that Terraform's own message leaves unclear: says who holds the state lock, and how to release it. */
export async function explain(launch: Launch, result: TerraformResult): Promise<void> {
  const isLockedOut = result.code === 1 && readFileSync(result.log, 'utf8').includes('state lock');
  if (!isLockedOut && result.killedBy === undefined) return;
  // A lock that can't be read leaves Terraform's own message, which names it too.
  const lock = await heldLock(launch.folder).catch(() => undefined);
  if (lock === undefined) return;
  launch.tell(
    [
      `The state of the stack ${launch.stack} is locked: ${lock.who} began "${lock.operation}" at ${lock.created}.`,
      'If that run is still going, let it finish. If it or its machine was killed, this releases the lock:',
      `${basename(launch.terraform)} -chdir=${launch.readable(launch.folder)} force-unlock -force ${lock.id}`,
    ].join('\n'),
  );
}
