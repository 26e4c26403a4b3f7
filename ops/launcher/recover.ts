import { clusterOf } from '../cluster/fleet-cluster';
import type { FluxCluster } from '../cluster/flux-cluster';
import type { FleetConfig } from '../../lib/fleet/schema';
import { messageOf } from '../message-of';
import { recoverReleases } from '../recovery/helm-release';
import { takeIn } from '../recovery/take-in';
import { readStackState } from '../recovery/stack-state';
import { toUntaint } from '../recovery/tainted';
import { fleetOf } from './fleet';
import type { Launch } from './launch';
import { repairOfSecrets } from './secret-drift';
import { isInCluster } from './stacks';
import { runShortStep } from './terraform-run';

/** How a plan ended. */
export type Planned =
  | { readonly kind: 'no changes' }
  | {
      readonly kind: 'changes';
      /** What `terraform show -json <plan file>` writes. */
      readonly json: string;
    }
  | { readonly kind: 'failed'; readonly code: number };

/** Makes a plan with additional arguments. */
export type MakePlan = (more: readonly string[]) => Promise<Planned>;

/** How many times importing something reveals its parts: a VPC, its route table, the table's routes, and one more to be safe. */
const takeInRounds = 4;

/**
 * Makes a plan that continues from what an earlier run left unfinished: keeps what exists but is marked for replacement, imports
 * what exists but is in no state, and frees Helm releases that nobody finished. It also repairs Secrets that somebody changed.
 */
export async function recover(launch: Launch, makePlan: MakePlan): Promise<Planned> {
  const fleet = fleetOf(launch);
  const repair = await repairOfSecrets(launch, launch.say);
  const plan: MakePlan = (more) => makePlan([...repair, ...more]);
  await untaint(launch, fleet);
  const planned = await planUntilAllIsTakenIn(launch, fleet, plan);
  if (planned.kind !== 'changes' || !isInCluster(launch.stack)) return planned;
  return (await freeReleases(launch, fleet, planned.json)) ? await plan([]) : planned;
}

async function untaint(launch: Launch, fleet: FleetConfig): Promise<void> {
  const { say, interrupts } = launch;
  const state = await readStackState(launch.folder);
  if (state === undefined) return;
  for (const address of await toUntaint({ state, fleet, say, signal: interrupts.signal })) {
    say(`Kept, although its creation was interrupted: ${address}`);
    await runShortStep(launch, ['untaint', address]);
  }
}

async function planUntilAllIsTakenIn(launch: Launch, fleet: FleetConfig, plan: MakePlan): Promise<Planned> {
  const replacements: string[] = [];
  let planned = await plan([]);
  for (let round = 0; round < takeInRounds && planned.kind === 'changes'; round++) {
    const { imports, replace } = await takeIn({
      planJson: planned.json,
      folder: launch.folder,
      fleet,
      say: launch.say,
      signal: launch.interrupts.signal,
    });
    if (imports === 0) break;
    replacements.push(...replace.map((address) => `-replace=${address}`));
    planned = await plan(replacements);
  }
  return planned;
}

async function freeReleases(launch: Launch, fleet: FleetConfig, planJson: string): Promise<boolean> {
  const cluster = clusterIn(fleet, launch);
  if (cluster === undefined) return false;
  return await recoverReleases({
    planJson,
    cluster,
    terraform: (...args) => runShortStep(launch, args),
    say: launch.say,
    signal: launch.interrupts.signal,
  });
}

function clusterIn(fleet: FleetConfig, { say }: Launch): FluxCluster | undefined {
  try {
    return clusterOf(fleet);
  } catch (error) {
    say(`Not known whether a Helm release needs to be recovered. ${messageOf(error)}`);
    return undefined;
  }
}
