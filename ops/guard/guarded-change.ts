import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fluxNamespace } from '../../lib/flux/namespace';
import { terraformOutputs } from '../../lib/flux/terraform-outputs-data';
import { karpenterNames, lateNames } from '../../lib/flux/variable-names';
import type { FleetConfig } from '../../lib/fleet/schema';
import { reconciledRepository } from '../gitops/fleet-variables';
import { reasonOf } from '../cluster/api-error';
import { clusterOf } from '../cluster/fleet-cluster';
import { instanceName } from '../cluster/flux-objects';
import type { FluxCluster } from '../cluster/flux-cluster';
import { Before } from './before';
import type { Applied, Build, LiveState } from './build';
import { componentFaults } from './components';
import { dependencyFaults } from './dependencies';
import type { FleetRevision } from './fleet-revision';
import { FluxCli, FluxCliError } from './flux-cli';
import { fluxRoot, type FluxRoot } from './flux-root';
import { forecast, type ForecastProps } from './forecast';
import { HelmCli } from './helm-cli';
import { groups, keyOfManifest, type Key, type Manifest } from './manifest';
import { meanwhileOf } from './meanwhile';
import { readLive } from './read-live';
import { Renderer } from './renderer';
import { ResourceSetBuilder } from './resource-sets';
import { checkOut, type Revision } from './revision';
import { TreeBuilder } from './tree-builder';
import { markerOf, type ConfigData } from './variables';
import type { Verdict } from './verdict';

/** One side of a change: a revision of the repository, and what Terraform tells Flux about it. */
export interface Side {
  readonly revision: Revision;
  readonly flux: Pick<FleetRevision, 'spec' | 'doubt'> & {
    readonly variables: FleetRevision['variables'] | 'absent';
  };
}

export interface GuardedChangeProps {
  readonly fleet: FleetConfig;
  readonly change: string;
  readonly from: Side;
  readonly to: Side;
  /** What Terraform deletes itself. @default nothing */
  readonly deleted?: ForecastProps['deleted'];
  /** Objects that apply others and that Terraform changes. @default none */
  readonly appliers?: readonly { readonly before: Manifest; readonly after: Manifest }[];
  /** What the caller does not know. @default nothing */
  readonly unknowns?: readonly string[];
  /** Whether Flux would sync another repository or branch: then everything may go. @default false */
  readonly isAnotherRepository?: boolean;
  /** What the cluster says. @default - it is asked */
  readonly asked?: Asked;
}

/** A revision of the repository that Flux reconciles. */
export function revisionOf(fleet: FleetConfig, name: string): Revision {
  return checkOut(reconciledRepository(fleet), name);
}

/** What a cluster says, or why it says nothing. */
export interface Asked {
  readonly cluster?: FluxCluster;
  readonly live?: LiveState;
  /** @default - it answers */
  readonly unknown?: string;
}

/** Asks the cluster of a fleet for everything in it. */
export async function ask(fleet: FleetConfig): Promise<Asked> {
  try {
    const cluster = clusterOf(fleet);
    return { cluster, live: await readLive(cluster) };
  } catch (error) {
    const [reason = ''] = reasonOf(error).split('\n');
    return { unknown: `what the cluster ${fleet.cluster.name} has, which could not be asked: ${reason}` };
  }
}

/** A cluster without a FluxInstance says nothing of what Flux will have applied: then the builds alone count. */
function withFlux(asked: Asked, fleet: FleetConfig): Asked {
  const isThere = [...(asked.live?.objects.values() ?? [])].some(({ kind }) => kind === 'FluxInstance');
  return asked.live === undefined || isThere
    ? asked
    : {
        cluster: asked.cluster,
        unknown: `what the cluster ${fleet.cluster.name} will have: Flux is not in it`,
      };
}

/** What a change makes Flux delete: it builds both sides, asks the cluster, and compares. */
export async function judgeChange(props: GuardedChangeProps): Promise<Verdict> {
  const asked = withFlux(props.asked ?? (await ask(props.fleet)), props.fleet);
  const known = [props.from.flux.doubt, props.to.flux.doubt, asked.unknown, ...(props.unknowns ?? [])];
  const unknowns = known.filter((unknown) => unknown !== undefined);
  const nothing = { change: props.change, losses: [], doubts: [], unknowns, refusals: [] };
  try {
    return { ...nothing, ...(await compare(props, asked, unknowns)) };
  } catch (error) {
    if (!(error instanceof FluxCliError)) throw error;
    return { ...nothing, unknowns: [...unknowns, `what Flux builds: ${error.message}`] };
  }
}

async function compare(
  { from, to, deleted, appliers = [], isAnotherRepository = false }: GuardedChangeProps,
  { cluster, live }: Asked,
  unknowns: readonly string[],
): Promise<Omit<Verdict, 'change'>> {
  const scratch = mkdtempSync(join(tmpdir(), 'infra-fleet-guard-'));
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
  const cli = new FluxCli(scratch);
  await cli.check();
  const builderOf = async ({ revision, flux }: Side, before?: Build) => {
    const root = await fluxRoot(flux.spec, cli, scratch);
    const findConfig = async (...config: readonly [string, string, string]) =>
      await configIn(cluster, flux.variables, ...config);
    const resourceSets = new ResourceSetBuilder(scratch);
    const { source } = root;
    const builder = new TreeBuilder({ cli, resourceSets, revision, source, findConfig, before, live });
    return { root, builder, revision, source, findConfig };
  };
  const renderer = new Renderer({ helm: new HelmCli(scratch), cli, scratch, live });
  const old = await builderOf(from);
  const build = await old.builder.build([old.root.kustomization]);
  const now = await builderOf(to, build);
  const hasApplied = live?.revision === undefined || live.revision.includes(from.revision.commit);
  const earlier = new Before(build, live);
  const roots: Manifest[] = [now.root.kustomization];
  for (;;) {
    const built = new Map(await now.builder.build(roots));
    if (isAnotherRepository) loseSight(built, now.root);
    const [before, after] = [withInstance(build, old.root), built];
    for (const { before: was, after: becomes } of appliers) {
      before.set(keyOfManifest(was), {
        applier: was,
        unknown: 'Terraform applies it',
        fingerprint: JSON.stringify(was.spec),
      });
      const fingerprint = JSON.stringify(becomes.spec);
      after.set(keyOfManifest(becomes), {
        applier: becomes,
        unknown: 'Terraform changes it',
        fingerprint,
        mayLoseAll: true,
      });
    }
    const rendered = await renderer.changed({ ...old, build: before }, { ...now, build: after });
    const meanwhile = await meanwhileOf(now.builder, earlier, after);
    const result = forecast({ from: before, to: after, meanwhile, live, deleted, rendered, hasApplied });
    const more = result.survivors.filter((applier) => !roots.some((known) => isSame(known, applier)));
    if (more.length > 0) {
      roots.push(...more);
      continue;
    }
    const components = componentFaults(removedComponents(from, to), earlier);
    const faults = [
      components,
      ...(from.revision.commit === to.revision.commit ? [] : [dependencyFaults(built)]),
    ];
    return {
      losses: result.losses,
      doubts: result.doubts,
      unknowns: [
        ...unknowns,
        ...emptyRoot(now.root, after, to),
        ...faults.flatMap((found) => found.unknowns),
        ...result.unknowns,
      ],
      refusals: faults.flatMap((found) => found.refusals),
    };
  }
}

/** The build with the FluxInstance, so that it is known where the cluster is not asked. */
function withInstance(build: Build, { kustomization }: FluxRoot): Map<Key, Applied> {
  const applier: Manifest = {
    apiVersion: `${groups.operator}/v1`,
    kind: 'FluxInstance',
    metadata: { name: instanceName, namespace: fluxNamespace },
  };
  return new Map(build).set(keyOfManifest(applier), { applier, objects: [kustomization] });
}

/** Nobody knows what another repository or branch has. */
function loseSight(build: Map<Key, Applied>, { kustomization, source }: FluxRoot): void {
  const unknown = `Flux would sync ${source.url} at ${source.ref}, which the guard does not read`;
  build.set(keyOfManifest(kustomization), { applier: kustomization, unknown, mayLoseAll: true });
}

function removedComponents(from: Side, to: Side): readonly string[] {
  const stays: readonly string[] = to.flux.spec.components;
  return from.flux.spec.components.filter((component) => !stays.includes(component));
}

function emptyRoot({ kustomization }: FluxRoot, build: Build, { revision }: Side): readonly string[] {
  const objects = build.get(keyOfManifest(kustomization))?.objects;
  const path = String(kustomization.spec?.path);
  return objects?.length === 0
    ? [`whether ${path} is the right folder: in ${revision.name} it has no manifests`]
    : [];
}

function isSame(one: Manifest, other: Manifest): boolean {
  return keyOfManifest(one) === keyOfManifest(other);
}

/** What a ConfigMap or Secret has: `terraform-outputs` what the fleet says, every other one what it has in the cluster. */
async function configIn(
  cluster: FluxCluster | undefined,
  variables: Side['flux']['variables'],
  kind: string,
  namespace: string,
  name: string,
): Promise<ConfigData> {
  const live = cluster === undefined ? undefined : await readConfig(cluster, kind, namespace, name);
  if (kind !== 'ConfigMap' || name !== terraformOutputs) return live;
  if (variables === 'absent') return variables;
  const late = [...lateNames, ...karpenterNames].map((late) => {
    const value = live === 'absent' ? undefined : live?.[late];
    return [late, value ?? markerOf(late)] as const;
  });
  return { ...Object.fromEntries(late), ...variables };
}

async function readConfig(
  cluster: FluxCluster,
  kind: string,
  namespace: string,
  name: string,
): Promise<ConfigData> {
  try {
    const object = await cluster.found(
      kind === 'Secret'
        ? cluster.core.readNamespacedSecret({ name, namespace })
        : cluster.core.readNamespacedConfigMap({ name, namespace }),
    );
    const data = object?.data ?? {};
    const text = (value: string) => (kind === 'Secret' ? Buffer.from(value, 'base64').toString() : value);
    return object === undefined
      ? 'absent'
      : Object.fromEntries(Object.entries(data).map(([key, value]) => [key, text(value)]));
  } catch {
    return undefined;
  }
}
