import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { heldLock } from '../recovery/stack-state';
import type { Launch } from './launch';
import type { RunRecord } from './run-record';
import type { TerraformResult } from './terraform-run';

/** What goes on after an interrupt. */
export function stopping(launch: Launch, { terraform, log }: RunRecord): string {
  return [
    `Interrupted. Terraform finishes what it has begun in the stack ${launch.stack}, begins nothing new, and stops then.`,
    `It is process ${terraform.pid}; its output goes on in ${launch.readable(log)}`,
    `Let it end. Then run the same command again, which does what is left: ${launch.command}`,
  ].join('\n');
}

/** What goes on after cdktf, or its terminal, has gone. */
export function goingOn(launch: Launch, { terraform, log }: RunRecord): string {
  return [
    `cdktf has gone, Terraform has not: it finishes the stack ${launch.stack}, as process ${terraform.pid}.`,
    `Its output goes on in ${launch.readable(log)}`,
    `Then run the same command again, which does what is left: ${launch.command}`,
  ].join('\n');
}

/** How a run ended that went on without cdktf, and what to do. */
export function finished(launch: Launch, verb: RunRecord['verb'], { code, log }: TerraformResult): string {
  const end = code === 0 ? 'has finished' : 'has failed in';
  return [
    `Terraform ${end} the ${verb} of the stack ${launch.stack} without cdktf; its output is in ${launch.readable(log)}`,
    `Run the same command again, which does what is left: ${launch.command}`,
  ].join('\n');
}

/** How a run ended that was interrupted or killed, and what to do. */
export function stopped(
  { stack, command }: Launch,
  verb: RunRecord['verb'],
  { killedBy }: TerraformResult,
): string {
  const happened =
    killedBy === undefined
      ? [
          `Terraform has stopped. The ${verb} of the stack ${stack} is not complete; its state has all that was made.`,
        ]
      : [
          `Terraform was killed (${killedBy}) during the ${verb} of the stack ${stack}.`,
          'What it was making may exist without the state knowing it: the next run looks for that, and takes it in.',
        ];
  return [...happened, `Run the same command again, which does what is left: ${command}`].join('\n');
}

/** Adds to a failure what Terraform's own message leaves open: a state lock is named as what it is. */
export async function explain(launch: Launch, result: TerraformResult): Promise<void> {
  const isLockedOut = result.code === 1 && readFileSync(result.log, 'utf8').includes('state lock');
  if (!isLockedOut && result.killedBy === undefined) return;
  // A lock that can't be read leaves Terraform's own message, which names it too.
  const lock = await heldLock(launch.folder).catch(() => undefined);
  if (lock === undefined) return;
  launch.tell(
    [
      `The state of the stack ${launch.stack} is locked: ${lock.who} began "${lock.operation}" at ${lock.created}.`,
      'If that run is still at work, let it end. If it was killed, or its machine was, this releases the lock:',
      `${basename(launch.terraform)} -chdir=${launch.readable(launch.folder)} force-unlock -force ${lock.id}`,
    ].join('\n'),
  );
}
