import { relative } from 'node:path';
import { fluxNamespace } from '../../lib/flux/namespace';
import type { FleetConfig } from '../../lib/fleet/schema';
import { clusterOf, fleetNamed } from '../cluster/fleet-cluster';
import { readOptions } from '../command-line';
import { clusterPresence } from '../recovery/cluster-presence';
import { findingsInAws, report, type Finding, type Findings } from '../recovery/finding';
import { readFleetStates, type StackInFleet } from '../recovery/fleet-states';
import { newestRevision } from '../recovery/helm-revision';
import { heldLock, managedResources } from '../recovery/stack-state';
import { stacksFolderOf } from '../recovery/synthesized';
import { messageOf } from '../message-of';

/** `ops doctor`: what an interrupted or killed run left behind, and what helps. Gives 1 when there is something. */
export async function doctor(args: readonly string[]): Promise<number> {
  const { fleet: name } = readOptions(args, { fleet: { type: 'string' } }, 'ops doctor [--fleet NAME]');
  const fleet = fleetNamed(name);
  const stacks = await readFleetStates(stacksFolderOf(fleet.environment));
  for (const stack of stacks) console.log(`${stack.stack.padEnd(14)} ${summary(stack)}`);

  const parts = await Promise.all([
    ...stacks.map(locked),
    ...stacks.map(tainted),
    findingsInAws(fleet, stacks),
    unfinishedReleases(fleet),
  ]);
  const all = {
    found: parts.flatMap(({ found }) => found),
    notKnown: parts.flatMap(({ notKnown }) => notKnown),
  };
  if (all.found.length + all.notKnown.length === 0) console.log('Nothing was left behind.');
  return report(all) + all.notKnown.length > 0 ? 1 : 0;
}

function summary({ state }: StackInFleet): string {
  const count = state === undefined ? 0 : managedResources(state).length;
  if (count > 0) return `deployed, ${count} resources`;
  return (state?.serial ?? 0) === 0 ? 'never deployed' : 'destroyed';
}

async function locked({ stack, folder }: StackInFleet): Promise<Findings> {
  const lock = await heldLock(folder);
  if (lock === undefined) return only([]);
  const what = `The state of ${stack} is locked: ${lock.who} began "${lock.operation}" at ${lock.created}`;
  const unlock = `terraform -chdir=${relative(process.cwd(), folder)} force-unlock -force ${lock.id}`;
  const remedy =
    lock.kind === 'local'
      ? 'a process of this machine holds it: let it end'
      : `let that run end; if it was killed, or its machine was: ${unlock}`;
  return only([{ what, remedy }]);
}

function tainted({ stack, state }: StackInFleet): Promise<Findings> {
  const found = (state?.resources ?? [])
    .filter((resource) => resource.tainted)
    .map(({ address }) => ({
      what: `${address} of ${stack} was not finished when it was made`,
      remedy: `cdktf deploy ${stack} finishes it`,
    }));
  return Promise.resolve(only(found));
}

/** Statuses in which Helm leaves a release that is whole. */
const whole = ['deployed', 'superseded', 'uninstalled'];

/** The releases that matter, and who takes up again what was not finished. Once Git owns Flux, one of them is but a record. */
function releasesOf({ flux }: FleetConfig): readonly (readonly [name: string, remedy: string])[] {
  return flux.owner === 'git'
    ? [['flux-operator', 'Flux takes it up again: kubectl describe helmrelease flux-operator -n flux-system']]
    : (['flux-operator', 'flux-instance'] as const).map((name) => [
        name,
        `cdktf deploy ${name} takes it up again`,
      ]);
}

async function unfinishedReleases(fleet: FleetConfig): Promise<Findings> {
  const presence = await clusterPresence(fleet);
  if (presence.state === 'gone') return only([]);
  if (presence.state === 'not known') return { found: [], notKnown: [`Helm releases: ${presence.reason}`] };
  try {
    const cluster = clusterOf(fleet);
    const found = await Promise.all(
      releasesOf(fleet).map(async ([name, remedy]): Promise<Finding[]> => {
        const revision = await newestRevision(cluster, { namespace: fluxNamespace, name });
        if (revision === undefined || whole.includes(revision.status)) return [];
        return [
          {
            what: `Revision ${revision.number} of the Helm release ${name} is ${revision.status}`,
            remedy,
          },
        ];
      }),
    );
    return only(found.flat());
  } catch (error) {
    return { found: [], notKnown: [`Helm releases: ${messageOf(error).split('\n')[0]}`] };
  }
}

function only(found: readonly Finding[]): Findings {
  return { found, notKnown: [] };
}
