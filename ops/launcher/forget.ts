import { spawnSync } from 'node:child_process';
import { managedResources, readStackState } from '../recovery/stack-state';
import type { Launch } from './launch';

/** Takes everything out of the state of a stack whose resources are all gone. Gives the exit code. */
export async function forgetAll(launch: Launch): Promise<number> {
  const state = await readStackState(launch.folder);
  const resources = state === undefined ? [] : managedResources(state);
  if (resources.length === 0) return 0;
  for (const address of resources) launch.say(`  Forgotten: ${address}`);
  const { status } = spawnSync(launch.terraform, ['state', 'rm', ...resources], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return status ?? 1;
}
