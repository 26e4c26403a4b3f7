import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stackNames, type StackName } from '../../lib/terraform/contracts';
import { readStackState, type StackState, type StateResource } from './stack-state';

/** A stack that is synthesized. */
export interface StackInFleet {
  readonly stack: StackName;
  readonly folder: string;
  /** @default - it was never deployed */
  readonly state?: StackState;
}

/** The states of all stacks of a fleet that are synthesized. @param stacksFolder `cdktf.out/stacks` */
export async function readFleetStates(stacksFolder: string): Promise<readonly StackInFleet[]> {
  const stacks = stackNames
    .map((stack) => ({ stack, folder: join(stacksFolder, stack) }))
    .filter(({ folder }) => existsSync(join(folder, 'cdk.tf.json')));
  return await Promise.all(
    stacks.map(async ({ stack, folder }) => ({ stack, folder, state: await readStackState(folder) })),
  );
}

/** Everything that the states have. */
export function resourcesOf(stacks: readonly StackInFleet[]): readonly StateResource[] {
  return stacks.flatMap(({ state }) => state?.resources ?? []);
}
