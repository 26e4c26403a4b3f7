import type { WaitedFor } from '../../lib/flux/programs';
import { componentOf, missingComponent, waitedKinds } from './components';
import type { FluxCluster, FluxDefinition, FluxObject } from './flux-cluster';
import { hasReadiness, withCauses } from './needs';
import { describeReference } from './object-reference';
import { type ConditionedObject, type Readiness, readinessOf } from './readiness';
import type { SyncFreshness } from './sync-freshness';

/** The name that the operator requires of the FluxInstance. */
export const instanceName = 'flux';

/** The release, and so the Deployment, of the operator. */
export const operatorName = 'flux-operator';

/** The kinds that the operator defines (https://fluxoperator.dev/docs/crd/fluxinstance/ and the pages beside it). */
export const operatorDefinitions = [
  'fluxinstances.fluxcd.controlplane.io',
  'fluxreports.fluxcd.controlplane.io',
  'resourcesets.fluxcd.controlplane.io',
  'resourcesetinputproviders.fluxcd.controlplane.io',
] as const;

const syncKinds = ['GitRepository', 'OCIRepository', 'Bucket'];

/** Reads which parts of Flux are Ready in one cluster. */
export class FluxObjects {
  constructor(
    private readonly cluster: FluxCluster,
    private readonly namespace: string,
    /** What has to be newest for a Kustomization to be Ready. @default - nothing: its condition counts */
    private readonly freshness?: SyncFreshness,
  ) {}

  async readiness(scope: WaitedFor): Promise<readonly Readiness[]> {
    switch (scope) {
      case 'operator':
        return await this.operator();
      case 'sync':
        return await this.sync();
      case 'everything':
        return await this.everything();
    }
  }

  /** The operator's Deployment and its custom resource definitions. */
  async operator(): Promise<readonly Readiness[]> {
    const definitions = await Promise.all(
      operatorDefinitions.map(async (name) => {
        const definition = await this.cluster.definition(name);
        // The API server sets no generation on these conditions.
        const object = definition && { metadata: { name }, status: definition.status };
        return readinessOf({ kind: 'CustomResourceDefinition', name, condition: 'Established' }, object);
      }),
    );
    return [await this.deployment(operatorName), ...definitions];
  }

  /**
   * The FluxInstance, the Deployment of each of its components, the source and Kustomization of its sync, and whatever has
   * not got the newest variables yet.
   */
  async sync(): Promise<readonly Readiness[]> {
    const instance = await this.instance();
    const components = instance?.spec?.components ?? [];
    const sync = instance?.spec?.sync;
    return [
      this.ready({ kind: 'FluxInstance', name: instanceName }, instance),
      ...(await Promise.all(components.map((component) => this.deployment(component)))),
      ...(sync === undefined ? [] : await this.root(sync.kind, sync.name ?? this.namespace)),
    ];
  }

  /**
   * What `sync` returns, and every source, ArtifactGenerator, ResourceSet, Kustomization and HelmRelease of the cluster except
   * suspended ones, each that is not Ready with its cause.
   */
  async everything(): Promise<readonly Readiness[]> {
    const sync = await this.sync();
    const components = (await this.instance())?.spec?.components ?? [];
    const objects = await this.listKinds(await this.cluster.definitions(), waitedKinds);
    const below = await Promise.all(
      objects
        .filter((object) => object.spec?.suspend !== true && hasReadiness(object))
        .map(async (object) => {
          const readiness = this.readyBelow(object, components);
          if (object.kind !== 'Kustomization') return readiness;
          const source = sourceOf(object, objects);
          return (await this.freshness?.ofKustomization(readiness, object, source)) ?? readiness;
        }),
    );
    const known = new Set(sync.map(({ object }) => object));
    return withCauses([...sync, ...below.filter(({ object }) => !known.has(object))], objects);
  }

  private readyBelow(object: FluxObject, components: readonly string[]): Readiness {
    const { kind, metadata } = object;
    const { name, namespace } = metadata;
    const readiness = readinessOf({ kind, name, namespace, condition: 'Ready' }, object);
    const component = componentOf[kind];
    if (component !== undefined && components.length > 0 && !components.includes(component))
      return {
        ...readiness,
        ready: false,
        detail: `nothing reconciles it: it needs ${component}, which spec.components of the FluxInstance lacks`,
      };
    const missing = readiness.ready ? undefined : missingComponent(readiness.detail, components);
    return missing === undefined ? readiness : { ...readiness, detail: `${readiness.detail} (${missing})` };
  }

  async instance(): Promise<FluxObject | undefined> {
    return await this.cluster.read({
      apiVersion: 'fluxcd.controlplane.io/v1',
      kind: 'FluxInstance',
      name: instanceName,
      namespace: this.namespace,
    });
  }

  private async listKinds(definitions: readonly FluxDefinition[], kinds: readonly string[]) {
    const wanted = definitions.filter(({ kind }) => kinds.includes(kind));
    return (await Promise.all(wanted.map((definition) => this.cluster.listOf(definition)))).flat();
  }

  private async deployment(name: string): Promise<Readiness> {
    const { namespace } = this;
    return readinessOf(
      { kind: 'Deployment', name, namespace, condition: 'Available' },
      (await this.cluster.deployment(namespace, name)) as ConditionedObject | undefined,
    );
  }

  private async root(kind: string, name: string): Promise<readonly Readiness[]> {
    if (!syncKinds.includes(kind)) {
      return [{ kind, name, object: `${kind}/${name}`, ready: false, detail: 'is of an unknown kind' }];
    }
    const definitions = await this.cluster.definitions();
    const [sources, users] = await Promise.all([
      this.listKinds(definitions, [kind]),
      this.listKinds(definitions, ['Kustomization', 'HelmRelease']),
    ]);
    const isRoot = ({ metadata }: FluxObject) =>
      metadata.name === name && metadata.namespace === this.namespace;
    const source = sources.find(isRoot);
    const kustomization = users.find((object) => object.kind === 'Kustomization' && isRoot(object));
    const ready = [
      this.ready({ kind, name }, source),
      this.ready({ kind: 'Kustomization', name }, kustomization),
    ];
    if (this.freshness === undefined) return ready;
    const root = [
      await this.freshness.ofSource(ready[0]!, source),
      await this.freshness.ofKustomization(ready[1]!, kustomization, source),
    ];
    // Not before the root is settled: it may still create and remove what uses variables.
    if (!root.every(({ ready }) => ready)) return root;
    const waiting = await this.freshness.withOldVariables(users);
    return [
      ...root.map((one) => (one.kind === 'Kustomization' && waiting.has(kustomization!) ? old(one) : one)),
      ...[...waiting].filter((object) => object !== kustomization).map((object) => old(identify(object))),
    ];
  }

  private ready(subject: { kind: string; name: string }, object: ConditionedObject | undefined): Readiness {
    return readinessOf({ ...subject, namespace: this.namespace, condition: 'Ready' }, object);
  }
}

/** The source of a Kustomization among some. */
function sourceOf({ metadata, spec }: FluxObject, sources: readonly FluxObject[]): FluxObject | undefined {
  const { kind, name, namespace = metadata.namespace } = spec?.sourceRef ?? {};
  return sources.find(
    (source) =>
      source.kind === kind && source.metadata.name === name && source.metadata.namespace === namespace,
  );
}

function identify({ kind, metadata: { name, namespace } }: FluxObject): Omit<Readiness, 'ready' | 'detail'> {
  return { kind, name, namespace, object: describeReference({ kind, name, namespace }) };
}

function old(subject: Omit<Readiness, 'ready' | 'detail'>): Readiness {
  return { ...subject, ready: false, detail: 'has not got the newest variables of terraform-outputs yet' };
}
