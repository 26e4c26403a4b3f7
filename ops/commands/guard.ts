import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FleetConfig } from '../../lib/fleet/schema';
import { readOptions } from '../command-line';
import { clusterOf, fleetNamed } from '../cluster/fleet-cluster';
import { dependencyFaults } from './guard/dependencies';
import { readTree } from './guard/git-tree';
import { type Loss, lossesOf } from './guard/losses';
import { type ReconciledObject, reconciledObjects } from './guard/reconciled';
import type { Subject } from './guard/subjects';
import { subjectsOf } from './guard/terraform-plan';
import { prunedObjects } from './guard/pruned-objects';
import { reconciledRepository, unsetVariablesOf } from '../gitops/fleet-variables';
import { revisionTree } from '../gitops/source-tree';
import { messageOf } from '../message-of';
import { UsageError } from '../usage-error';

const usage = 'ops guard (--plan FILE | --from REVISION [--to REVISION]) [--fleet NAME]';

/** Confirms a deletion that the guard would refuse. */
const confirmation = 'INFRA_FLEET_ALLOW_PRUNE';

/**
 * `ops guard`: refuses a plan, or a change in Git, that would make Flux delete what it applied; and a change in Git whose
 * dependencies, or variables without a value, would stop Flux.
 */
export async function guard(args: readonly string[]): Promise<number> {
  const {
    plan,
    from,
    to,
    fleet: name,
  } = readOptions(
    args,
    {
      plan: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      fleet: { type: 'string' },
    },
    usage,
  );
  if ((plan === undefined) === (from === undefined) || (plan !== undefined && to !== undefined)) {
    throw new UsageError(`ops guard checks either a plan or two Git revisions.\nUsage: ${usage}`);
  }
  const fleet = fleetNamed(name);
  if (from === undefined) return await judge(fleet, subjectsOf(readPlan(plan!)));
  const [before, after] = [from, to ?? 'HEAD'].map((revision) => objectsIn(fleet, revision));
  const variables = unsetVariablesOf(fleet, revisionTree(reconciledRepository(fleet), to ?? 'HEAD'));
  for (const unknown of variables.unknowns) console.error(`Not known: ${unknown}`);
  const faults = [...dependencyFaults(after!), ...variables.faults];
  for (const fault of faults) console.error(`Refused: ${fault}`);
  return Math.max(await judge(fleet, prunedObjects(before!, after!)), faults.length > 0 ? 1 : 0);
}

/** `ops guard --plan`, for a plan in memory. @param json what `terraform show -json <plan file>` writes */
export async function guardPlan(json: string, fleet: FleetConfig): Promise<number> {
  return await judge(fleet, subjectsOf(json));
}

async function judge(fleet: FleetConfig, subjects: readonly Subject[]): Promise<number> {
  if (subjects.length === 0) {
    console.log('Nothing that Flux prunes would be deleted.');
    return 0;
  }
  const losses = await ask(fleet, subjects);
  for (const { source } of subjects) console.log(source);
  if (losses?.length === 0) {
    console.log('Nothing else would be deleted: what it applied is already gone, or marked to stay.');
    return 0;
  }
  if (process.env[confirmation] === '1') {
    console.log(`Confirmed by ${confirmation}=1.`);
    return 0;
  }
  for (const line of losses === undefined
    ? ['The objects that would be deleted with it are unknown.']
    : losses.flatMap(describe))
    console.error(line);
  console.error(remedy());
  return 1;
}

/** Returns undefined if the cluster can't be read. */
async function ask(fleet: FleetConfig, subjects: readonly Subject[]): Promise<readonly Loss[] | undefined> {
  try {
    return await lossesOf(clusterOf(fleet), subjects);
  } catch (error) {
    const [reason] = messageOf(error).split('\n');
    console.error(`Can't read the cluster: ${reason}`);
    return undefined;
  }
}

function describe({ subject, objects }: Loss): readonly string[] {
  return [`Refused: ${subject.source}, and would delete:`, ...objects.map((object) => `  ${object}`)];
}

function remedy(): string {
  return [
    'To keep them, first stop Flux from pruning, in Git, and let that reach the cluster: spec.prune: false or',
    'spec.suspend: true in the Kustomization, or the annotation kustomize.toolkit.fluxcd.io/prune: disabled on what must stay.',
    `To delete them on purpose: ${confirmation}=1`,
  ].join('\n');
}

function objectsIn({ flux }: FleetConfig, revision: string): ReadonlyMap<string, ReconciledObject> {
  const { checkout = '.', path } = flux.sync;
  const tree = readTree(resolve(__dirname, '..', '..', checkout), revision);
  try {
    return reconciledObjects(tree, path);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`ops guard: ${revision}: ${error.message}`) : error;
  }
}

function readPlan(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UsageError(`ops guard: ${(error as Error).message}\nUsage: ${usage}`);
  }
}
