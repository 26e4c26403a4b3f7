import { managedResources, readStackState } from '../recovery/stack-state';
import type { Launch } from './launch';
import { runShortStep } from './terraform-run';

/** Removes everything from a stack's state, since all of it is gone. Gives the exit code. */
export async function forgetAll(launch: Launch): Promise<number> {
  const state = await readStackState(launch.folder);
  const resources = state === undefined ? [] : managedResources(state);
  for (const address of resources) launch.say(`  Forgotten: ${address}`);
  return resources.length === 0 ? 0 : await runShortStep(launch, ['state', 'rm', ...resources]);
}
