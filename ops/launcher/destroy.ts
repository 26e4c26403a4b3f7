import { join } from 'node:path';
import { stackNames } from '../../lib/terraform/contracts';
import { clusterIsGone } from '../recovery/cluster-presence';
import { managedResources, readStateIfSynthesized } from '../recovery/stack-state';
import { runChange } from './changing-run';
import { deletionProtection } from './deletion-protection';
import { begin, interruptedBefore } from './earlier-runs';
import { fleetOf } from './fleet';
import { forgetAll } from './forget';
import type { Launch } from './launch';
import { tellWhatIsLeftInAws } from './left-in-aws';
import { leftLoadBalancers } from './left-load-balancers';
import { madeByControllers } from './made-by-controllers';
import { isInCluster, stacksAbove } from './stacks';

/** How many resources a refusal names. */
const namedResources = 3;

/**
 * `terraform destroy`, only once nothing is left of the stacks above, however their own destroy ended. If the cluster is gone,
 * so is everything that was in it, and only the state has to forget it.
 */
export async function destroy(launch: Launch): Promise<number> {
  await begin(launch);
  const interrupted = await interruptedBefore(launch);
  if (interrupted !== undefined) {
    launch.say(
      `Skipped the destroy of ${launch.stack}, because the destroy of ${interrupted} was interrupted.`,
    );
    return 130;
  }
  const protection = await deletionProtection(launch);
  if (protection !== undefined) {
    launch.say(protection);
    return 1;
  }
  for (const above of stacksAbove(launch.stack)) {
    const left = await leftOf(join(launch.folder, '..', above));
    if (left.length === 0) continue;
    launch.say(refusal(launch.stack, above, left));
    return 1;
  }
  if (launch.stack === 'cluster') {
    const made = await madeByControllers(fleetOf(launch), launch.say);
    if (made !== undefined) {
      launch.say(made);
      return 1;
    }
  }
  const balancers = launch.stack === stackNames[0] ? await leftLoadBalancers(launch) : undefined;
  if (balancers !== undefined) {
    launch.say(balancers);
    return 1;
  }
  if (isInCluster(launch.stack) && (await isClusterGone(launch))) {
    launch.interrupts.throwIfUnattended();
    const failure = await forgetAll(launch);
    if (failure !== 0) return failure;
  }
  const code = await runChange(launch, 'destroy', { args: launch.args, asks: true });
  if (code === 0 && launch.stack === stackNames[0]) await tellWhatIsLeftInAws(launch);
  return code;
}

async function leftOf(folder: string): Promise<readonly string[]> {
  const state = await readStateIfSynthesized(folder);
  return state === undefined ? [] : managedResources(state);
}

function refusal(stack: string, above: string, left: readonly string[]): string {
  const more = left.length > namedResources ? `, and ${left.length - namedResources} more` : '';
  return [
    `Refused: the stack ${above} needs ${stack}, and its state still has ${left.slice(0, namedResources).join(', ')}${more}.`,
    `Nothing was changed. Destroy first what needs it, or destroy all of them: cdktf destroy ${[stack, ...[...stacksAbove(stack)].reverse()].join(' ')}`,
  ].join('\n');
}

async function isClusterGone(launch: Launch): Promise<boolean> {
  const fleet = fleetOf(launch);
  if ((await clusterIsGone(fleet)) !== 'gone') return false;
  launch.say(
    `The cluster ${fleet.cluster.name} does not exist, so nothing of ${launch.stack} exists either:`,
  );
  return true;
}
