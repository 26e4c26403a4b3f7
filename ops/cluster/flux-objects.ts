import type { WaitedFor } from '../../lib/flux/programs';
import { componentOf, missingComponent, waitedKinds } from './components';
import type { FluxCluster, FluxDefinition, FluxObject } from './flux-cluster';
import { hasReadiness, withCauses } from './needs';
import { type ConditionedObject, type Readiness, readinessOf } from './readiness';

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

  /** The FluxInstance, the Deployment of each of its components, and the source and Kustomization of its sync. */
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
    const definitions = await this.cluster.definitions();
    const objects = (await Promise.all(waitedKinds.map((kind) => this.listKind(definitions, kind)))).flat();
    const below = objects
      .filter((object) => object.spec?.suspend !== true && hasReadiness(object))
      .map((object) => this.readyBelow(object, components));
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

  private async listKind(definitions: readonly FluxDefinition[], kind: string) {
    const definition = definitions.find((candidate) => candidate.kind === kind);
    return definition === undefined ? [] : await this.cluster.listOf(definition);
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
    return await Promise.all(
      [kind, 'Kustomization'].map(async (wanted) => {
        const objects = await this.listKind(definitions, wanted);
        const object = objects.find(
          ({ metadata }) => metadata.name === name && metadata.namespace === this.namespace,
        );
        return this.ready({ kind: wanted, name }, object);
      }),
    );
  }

  private ready(subject: { kind: string; name: string }, object: ConditionedObject | undefined): Readiness {
    return readinessOf({ ...subject, namespace: this.namespace, condition: 'Ready' }, object);
  }
}
