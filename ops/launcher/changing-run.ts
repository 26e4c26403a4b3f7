import type { Launch } from './launch';
import { explain, finished, goingOn, stopped, stopping } from './messages';
import { goesOn, readRecord, type RunRecord } from './run-record';
import { runTerraform, type TerraformRunProps } from './terraform-run';

/** How long cdktf is given to write its own last words before those of the launcher, in milliseconds. */
const lastWords = 300;

/** Runs Terraform to change the stack. If it is interrupted, says what is still running and what to do. Gives the exit code. */
export async function runChange(
  launch: Launch,
  verb: RunRecord['verb'],
  props: Omit<TerraformRunProps, 'changes' | 'log'>,
): Promise<number> {
  const { interrupts } = launch;
  interrupts.throwIfUnattended();
  const tellWhatGoesOn = (message: typeof stopping) =>
    setTimeout(() => {
      const record = readRecord(launch.data);
      if (record !== undefined && goesOn(record)) launch.tell(message(launch, record));
    }, lastWords);
  interrupts.signal.addEventListener('abort', () => tellWhatGoesOn(stopping));
  interrupts.onHangup(() => {
    if (!interrupts.signal.aborted) tellWhatGoesOn(goingOn);
  });

  const result = await runTerraform(launch, { ...props, changes: verb, log: verb });
  await explain(launch, result);
  if (!result.interrupted && result.killedBy === undefined) {
    if (interrupts.isHungUp) launch.tell(finished(launch, verb, result));
    return result.code;
  }
  launch.tell(stopped(launch, verb, result));
  if (result.interrupted) launch.cdktf?.fail();
  return result.code === 0 ? 130 : result.code;
}
