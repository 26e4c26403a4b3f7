import { setTimeout as delay } from 'node:timers/promises';
import { stackNames } from '../../lib/terraform/contracts';
import { forgetTakenIn } from '../recovery/take-in';
import type { Launch } from './launch';
import { readMark } from './launcher-mark';
import { LogTail } from './log-tail';
import { goesOn, readRecord, type RunRecord } from './run-record';

/** How often a run that is still going is checked, in milliseconds. */
const lookInterval = 500;

/**
 * Waits for a Terraform that is still running in this stack, for example because its terminal was closed, and removes what a
 * killed run left in its folder.
 */
export async function begin(launch: Launch): Promise<void> {
  const record = readRecord(launch.data);
  if (record !== undefined && goesOn(record)) await awaitEnd(launch, record);
  forgetTakenIn(launch.folder);
}

async function awaitEnd(launch: Launch, record: RunRecord): Promise<void> {
  launch.say(
    `An earlier "${record.command}" is still at work in the stack ${launch.stack}: process ${record.terraform.pid}, ` +
      `since ${record.startedAt}. Waiting for it to end; this is what it writes:`,
  );
  await shownToItsEnd(launch, record);
}

/**
 * The earlier stack in which the same cdktf command was interrupted, once Terraform has stopped there. cdktf 0.21 starts to
 * destroy the next stack as soon as it has told Terraform to stop in the previous one.
 */
export async function interruptedBefore(launch: Launch): Promise<string | undefined> {
  for (const stack of stackNames.filter((name) => name !== launch.stack)) {
    const data = launch.dataOf(stack);
    const isMarked = () => readMark(data)?.parent === launch.cdktf?.process.pid;
    if (launch.cdktf === undefined) return undefined;
    while (isMarked() && readMark(data)?.isAtWork === true) await delay(lookInterval);
    if (isMarked()) return stack;
    const record = readRecord(data);
    if (record === undefined || !isOfSameCommand(launch, record)) continue;
    while (goesOn(record)) await delay(lookInterval);
    if (readRecord(launch.dataOf(stack))?.interrupted === true) return stack;
  }
  return undefined;
}

function isOfSameCommand({ cdktf }: Launch, record: RunRecord): boolean {
  return (
    cdktf !== undefined &&
    record.cdktf?.pid === cdktf.process.pid &&
    record.cdktf.started === cdktf.process.started
  );
}

async function shownToItsEnd(launch: Launch, record: RunRecord): Promise<void> {
  const tail = new LogTail(record.log);
  const show = () => tail.read((piece) => process.stdout.write(piece));
  try {
    while (goesOn(record)) {
      launch.interrupts.throwIfUnattended();
      show();
      await delay(lookInterval, undefined, { signal: launch.interrupts.signal });
    }
    show();
  } finally {
    tail.close();
  }
}
