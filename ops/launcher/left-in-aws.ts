import { join } from 'node:path';
import { messageOf } from '../message-of';
import { findingsInAws, report } from '../recovery/finding';
import { readFleetStates } from '../recovery/fleet-states';
import { fleetOf } from './fleet';
import type { Launch } from './launch';
import { isInCluster, stacksAbove } from './stacks';

/** Whether a command deploys no other stack after this one that could take in what exists in AWS. */
export function isLastInAws({ stack, cdktf }: Launch): boolean {
  const later = stacksAbove(stack).filter((name) => cdktf?.selection?.stacks.includes(name));
  return !isInCluster(stack) && later.every(isInCluster);
}

/** Names what has the fleet's tags and no state knows: a run that was killed can have made it, and no destroy would find it. */
export async function tellWhatIsLeftInAws(launch: Launch): Promise<void> {
  try {
    const stacks = await readFleetStates(join(launch.folder, '..'));
    report(await findingsInAws(fleetOf(launch), stacks));
  } catch (error) {
    launch.say(`Not known whether something is left in AWS: ${messageOf(error)}`);
  }
}
