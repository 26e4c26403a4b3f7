import type { FleetConfig } from '../../lib/fleet/schema';
import { fluxNamespace } from '../../lib/flux/namespace';
import { instanceName } from '../cluster/flux-objects';
import { isFluxGroup } from '../cluster/flux-cluster';
import type { LiveState } from './build';
import { reconciledRepository } from '../gitops/fleet-variables';
import { fetchCommit } from './fetch-commit';
import { fleetHere, type FleetRevision } from './fleet-revision';
import type { ForecastProps } from './forecast';
import { ask, judgeChange, revisionOf, type Asked } from './guarded-change';
import { describeId, groups, idOf, keyOf, type Manifest, type ObjectId } from './manifest';
import { plannedChange, type PlannedChange, type PlannedDeletion } from './terraform-plan';
import type { Verdict } from './verdict';

type Deleted = NonNullable<ForecastProps['deleted']>;

/** What a plan makes Flux delete, besides what the plan itself deletes. @param json what `terraform show -json <plan file>` writes */
export async function judgePlan(json: string, fleet: FleetConfig): Promise<Verdict> {
  const planned = plannedChange(json);
  const sources = sourcesOf(planned);
  const change = sources.length === 0 ? 'With this plan' : `With this plan (${sources.join('; ')})`;
  if (sources.length === 0) return { change, losses: [], doubts: [], unknowns: [], refusals: [] };
  const asked = await ask(fleet);
  const deleted = planned.deletions.flatMap(({ source, deletion }) =>
    deletedBy(deletion, source, asked.live),
  );
  const { revision, unknown } = revisionInCluster(fleet, asked);
  // What the plan does not change is as this checkout has it.
  const flux = fleetHere(fleet);
  const verdict = await judgeChange({
    fleet,
    change,
    asked,
    from: {
      revision,
      flux: { ...flux, spec: planned.instance?.before ?? flux.spec, ...variablesOf(flux, planned, 'before') },
    },
    to: {
      revision,
      flux: { ...flux, spec: planned.instance?.after ?? flux.spec, ...variablesOf(flux, planned, 'after') },
    },
    deleted,
    appliers: planned.appliers,
    unknowns: [...(planned.instance === undefined ? [] : unknown), ...openSpec(planned)],
    isAnotherRepository: isAnotherRepository(planned),
  });
  const direct = new Set(deleted.filter(({ isListed = false }) => !isListed).map(({ id }) => keyOf(id)));
  return { ...verdict, losses: verdict.losses.filter(({ id }) => !direct.has(keyOf(id))) };
}

function sourcesOf({ deletions, instance, variables, appliers }: PlannedChange): readonly string[] {
  const all = [...deletions, instance, variables, ...appliers];
  return [...new Set(all.flatMap((one) => (one === undefined ? [] : [one.source])))];
}

/** The revision that the cluster has applied, if it is here. */
function revisionInCluster(fleet: FleetConfig, { live }: Asked) {
  const [commit] = /[0-9a-f]{40}$/.exec(live?.revision ?? '') ?? [];
  try {
    if (commit !== undefined) {
      fetchCommit(reconciledRepository(fleet), commit);
      return { revision: revisionOf(fleet, commit), unknown: [] };
    }
  } catch {
    // It is not here: another one stands in for it, and the verdict says so.
  }
  const why =
    commit === undefined
      ? 'which revision the cluster has applied; HEAD stands in for it'
      : `what the revision ${commit.slice(0, 12)} has, which the cluster applied: it is not here; HEAD stands in for it`;
  return { revision: revisionOf(fleet, 'HEAD'), unknown: [why] };
}

function variablesOf(flux: FleetRevision, { variables }: PlannedChange, when: 'before' | 'after') {
  const values = variables?.[when];
  if (values === undefined) return { variables: flux.variables };
  return { variables: values === 'absent' ? values : textOf(values) };
}

function textOf(values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}

function openSpec({ instance }: PlannedChange): readonly string[] {
  return instance !== undefined && (instance.before === undefined || instance.after === undefined)
    ? ['what the FluxInstance will sync: the plan leaves it open']
    : [];
}

/** Whether Flux would sync another repository, or another branch of it. */
function isAnotherRepository({ instance }: PlannedChange): boolean {
  const [was, now] = [instance?.before?.sync, instance?.after?.sync];
  return (
    was !== undefined &&
    now !== undefined &&
    (['kind', 'url', 'ref'] as const).some((key) => was[key] !== now[key])
  );
}

function deletedBy(deletion: PlannedDeletion, because: string, live: LiveState | undefined): Deleted {
  const all = (test: (manifest: Manifest) => boolean, more: Partial<Deleted[number]> = {}): Deleted =>
    [...(live?.objects.values() ?? [])]
      .filter(test)
      .map((object) => ({ id: idOf(object), because, ...more }));
  switch (deletion.of) {
    case 'object':
      return [{ id: deletion.id, because }];
    case 'release': {
      const { name, namespace, chart } = deletion;
      const made = all((object) => isOfHelmRelease(object, name, namespace));
      return made.length === 0 && chart === 'flux-instance' ? [{ id: instanceId, because }] : made;
    }
    case 'flux':
      return all(({ apiVersion }) => isFluxGroup(apiVersion.split('/')[0]!), { isEnd: true, isListed: true });
    case 'cluster':
      return all(isOwnNamespace, { isListed: true, isEnd: true });
  }
}

const instanceId: ObjectId = {
  group: groups.operator,
  kind: 'FluxInstance',
  namespace: fluxNamespace,
  name: instanceName,
};

function isOfHelmRelease(
  { metadata: { annotations = {} } }: Manifest,
  name: string,
  namespace: string,
): boolean {
  return (
    annotations['meta.helm.sh/release-name'] === name &&
    annotations['meta.helm.sh/release-namespace'] === namespace &&
    annotations['helm.sh/resource-policy'] !== 'keep'
  );
}

function isOwnNamespace(object: Manifest): boolean {
  return describeId(idOf(object)).startsWith('Namespace/') && !object.metadata.name.startsWith('kube-');
}
