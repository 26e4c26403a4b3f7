import { AppsV1Api, CoreV1Api, CustomObjectsApi, type KubeConfig } from '@kubernetes/client-node';
import { type ConditionedObject, type Readiness, readinessOf } from './readiness';

/** The name that the operator requires of the FluxInstance, and gives its controllers' sync objects by default. */
const instanceName = 'flux';

interface FluxInstance extends ConditionedObject {
  readonly spec: {
    readonly components?: readonly string[];
    readonly sync?: { readonly kind: string; readonly name?: string };
  };
}

const syncApis: Record<string, { version: string; plural: string }> = {
  GitRepository: { version: 'v1', plural: 'gitrepositories' },
  OCIRepository: { version: 'v1', plural: 'ocirepositories' },
  Bucket: { version: 'v1', plural: 'buckets' },
};

/** Reads what Flux consists of in one cluster. */
export class FluxObjects {
  private readonly custom: CustomObjectsApi;
  private readonly apps: AppsV1Api;
  private readonly core: CoreV1Api;

  constructor(
    config: KubeConfig,
    private readonly namespace: string,
  ) {
    this.custom = config.makeApiClient(CustomObjectsApi);
    this.apps = config.makeApiClient(AppsV1Api);
    this.core = config.makeApiClient(CoreV1Api);
  }

  /** The FluxInstance, the Deployment of each of its components, and the source and Kustomization of its sync. */
  async readiness(): Promise<readonly Readiness[]> {
    const instance = await this.read<FluxInstance>(
      'fluxcd.controlplane.io',
      'v1',
      'fluxinstances',
      instanceName,
    );
    const ofInstance = readinessOf(
      { kind: 'FluxInstance', name: instanceName, condition: 'Ready' },
      instance,
    );
    const components = instance?.spec.components ?? [];
    const sync = instance?.spec.sync;
    return [
      ofInstance,
      ...(await Promise.all(components.map((component) => this.component(component)))),
      ...(sync === undefined ? [] : await this.sync(sync.kind, sync.name ?? this.namespace)),
    ];
  }

  /** The newest events of an object named `Kind/name`, oldest first. */
  async lastEvents(object: string, count: number): Promise<readonly string[]> {
    const [kind, name] = object.split('/');
    const { items } = await this.core.listNamespacedEvent({
      namespace: this.namespace,
      fieldSelector: `involvedObject.kind=${kind},involvedObject.name=${name}`,
    });
    return items.slice(-count).map((event) => `${event.reason ?? ''}: ${event.message ?? ''}`);
  }

  private async component(name: string): Promise<Readiness> {
    const deployment = await found(this.apps.readNamespacedDeployment({ name, namespace: this.namespace }));
    return readinessOf(
      { kind: 'Deployment', name, condition: 'Available' },
      deployment && ({ ...deployment, kind: 'Deployment' } as ConditionedObject),
    );
  }

  private async sync(kind: string, name: string): Promise<readonly Readiness[]> {
    const api = syncApis[kind];
    if (api === undefined)
      return [{ object: `${kind}/${name}`, ready: false, detail: 'is of an unknown kind' }];
    const source = await this.read<ConditionedObject>(
      'source.toolkit.fluxcd.io',
      api.version,
      api.plural,
      name,
    );
    const root = await this.read<ConditionedObject>(
      'kustomize.toolkit.fluxcd.io',
      'v1',
      'kustomizations',
      name,
    );
    return [
      readinessOf({ kind, name, condition: 'Ready' }, source),
      readinessOf({ kind: 'Kustomization', name, condition: 'Ready' }, root),
    ];
  }

  private async read<T>(
    group: string,
    version: string,
    plural: string,
    name: string,
  ): Promise<T | undefined> {
    const request = { group, version, plural, name, namespace: this.namespace };
    return (await found(this.custom.getNamespacedCustomObject(request))) as T | undefined;
  }
}

/** Gives undefined for an object that does not exist, or whose kind does not. */
async function found<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 404)
      return undefined;
    throw error;
  }
}
