import {
  ApiextensionsV1Api,
  AppsV1Api,
  CoreV1Api,
  type KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
  type V1CustomResourceDefinition,
  type V1Deployment,
  type V1Pod,
} from '@kubernetes/client-node';
import type { RequestOptions } from 'node:https';
import { getJson } from './get-json';
import { groupOf, type InventoryEntry, type ObjectReference } from './object-reference';
import type { ConditionedObject } from './readiness';
import { withinSeconds } from './within';

/** How long one request may take: a stopped API server accepts connections but never answers. */
const requestSeconds = 15;

/** A custom resource definition of Flux or its operator. */
export interface FluxDefinition {
  /** For example `kustomizations.kustomize.toolkit.fluxcd.io`. */
  readonly name: string;
  readonly group: string;
  readonly kind: string;
  /** The version in which the API server stores objects. */
  readonly storage: string;
  readonly served: readonly string[];
  /** Versions in which objects may be stored. */
  readonly stored: readonly string[];
  /** Whether it is being deleted, and waits for its objects to go. */
  readonly isDeleted: boolean;
}

/** The parts of a Flux object that the day-2 commands read. */
export interface FluxObject extends ConditionedObject {
  readonly apiVersion: string;
  readonly metadata: ConditionedObject['metadata'] & {
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly finalizers?: readonly string[];
    readonly deletionTimestamp?: string | Date;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly managedFields?: readonly { readonly manager?: string; readonly apiVersion?: string }[];
  };
  readonly spec?: {
    readonly suspend?: boolean;
    readonly path?: string;
    readonly prune?: boolean;
    readonly deletionPolicy?: string;
    readonly dependsOn?: readonly { readonly name: string; readonly namespace?: string }[];
    readonly sourceRef?: { readonly kind: string; readonly name: string; readonly namespace?: string };
    readonly postBuild?: { readonly substituteFrom?: readonly ValuesReference[] };
    readonly valuesFrom?: readonly ValuesReference[];
    readonly components?: readonly string[];
    readonly sync?: { readonly kind: string; readonly name?: string };
    readonly distribution?: { readonly version: string };
  };
  readonly status?: ConditionedObject['status'] & {
    readonly inventory?: { readonly entries?: readonly InventoryEntry[] };
    readonly lastAppliedRevision?: string;
    readonly lastHandledReconcileAt?: string;
    readonly artifact?: { readonly revision: string };
  };
}

/** A ConfigMap or Secret from which Flux takes variables or values. */
interface ValuesReference {
  readonly kind: string;
  readonly name: string;
}

/** Whether a group of APIs belongs to Flux or its operator. */
export function isFluxGroup(group: string): boolean {
  return group === 'fluxcd.controlplane.io' || group.endsWith('.fluxcd.io');
}

/** One cluster as the day-2 commands see it. Every request ends within 15 s. */
export class FluxCluster {
  readonly core: CoreV1Api;
  private readonly apps: AppsV1Api;
  private readonly extensions: ApiextensionsV1Api;
  private objects: KubernetesObjectApi;

  constructor(private readonly config: KubeConfig) {
    this.core = config.makeApiClient(CoreV1Api);
    this.apps = config.makeApiClient(AppsV1Api);
    this.extensions = config.makeApiClient(ApiextensionsV1Api);
    this.objects = KubernetesObjectApi.makeApiClient(config);
  }

  /** A custom resource definition as the API server describes it; undefined if there is none. */
  async definition(name: string): Promise<V1CustomResourceDefinition | undefined> {
    return await this.found(this.extensions.readCustomResourceDefinition({ name }));
  }

  /** The custom resource definitions of Flux and its operator, by name. */
  async definitions(): Promise<readonly FluxDefinition[]> {
    const { items } = await this.answer(this.extensions.listCustomResourceDefinition());
    return items.filter(({ spec }) => isFluxGroup(spec.group)).map(describeDefinition);
  }

  /** All objects of a kind, in all namespaces unless one is given; none if the kind does not exist. */
  async list(apiVersion: string, kind: string, namespace?: string): Promise<readonly FluxObject[]> {
    const list = await this.found(this.objects.list(apiVersion, kind, namespace));
    return (list?.items ?? []).map((item) => ({ ...item, apiVersion, kind }) as FluxObject);
  }

  /** All objects of a kind of Flux, in the version in which the API server stores them. */
  async listOf({ group, storage, kind }: FluxDefinition): Promise<readonly FluxObject[]> {
    return await this.list(`${group}/${storage}`, kind);
  }

  async read(reference: ObjectReference): Promise<FluxObject | undefined> {
    const { apiVersion, kind, name, namespace } = reference;
    const object = await this.found(
      this.objects.read({ apiVersion, kind, metadata: { name, namespace: namespace ?? '' } }),
    );
    return object && ({ ...object, apiVersion, kind } as FluxObject);
  }

  /** Reads a Flux object in the version in which its kind is stored, whatever version the reference has. */
  async readInStorageVersion(reference: ObjectReference): Promise<FluxObject | undefined> {
    const group = groupOf(reference.apiVersion);
    if (!isFluxGroup(group)) return undefined;
    const definition = (await this.definitions()).find(
      (candidate) => candidate.group === group && candidate.kind === reference.kind,
    );
    return definition && (await this.read({ ...reference, apiVersion: `${group}/${definition.storage}` }));
  }

  async deployment(namespace: string, name: string): Promise<V1Deployment | undefined> {
    return await this.found(this.apps.readNamespacedDeployment({ name, namespace }));
  }

  async pods(): Promise<readonly V1Pod[]> {
    return (await this.answer(this.core.listPodForAllNamespaces())).items;
  }

  /** Changes part of an object with a JSON merge patch. Does nothing if the object is gone. */
  async merge(reference: ObjectReference, patch: object): Promise<void> {
    const { apiVersion, kind, name, namespace } = reference;
    const { metadata = {}, ...rest } = patch as { metadata?: object };
    const body = {
      ...rest,
      apiVersion,
      kind,
      metadata: { ...metadata, name, namespace },
    } as KubernetesObject;
    await this.found(
      this.objects.patch(body, undefined, undefined, undefined, undefined, PatchStrategy.MergePatch),
    );
  }

  /** Deletes an object and, in the background, what it owns. Does nothing if the object is gone. */
  async remove(reference: ObjectReference): Promise<void> {
    const { apiVersion, kind, name, namespace } = reference;
    await this.found(
      this.objects.delete(
        { apiVersion, kind, metadata: { name, namespace: namespace ?? '' } },
        undefined,
        undefined,
        undefined,
        undefined,
        'Background',
      ),
    );
  }

  /**
   * What the API server answers to a path, parsed.
   *
   * @param accept the wanted form. @default application/json
   * @throws HttpError with any other status than 200
   */
  async get(path: string, accept = 'application/json'): Promise<unknown> {
    const server = this.config.getCurrentCluster()?.server ?? '';
    const options: RequestOptions = { headers: { accept } };
    await this.config.applyToHTTPSOptions(options);
    return await this.answer(getJson(new URL(path, server), options, requestSeconds));
  }

  /** Forgets which kinds the API server has; call it after custom resource definitions were added or removed. */
  forgetKinds(): void {
    this.objects = KubernetesObjectApi.makeApiClient(this.config);
  }

  async answer<T>(request: Promise<T>): Promise<T> {
    return await withinSeconds(requestSeconds, request, 'The Kubernetes API does not answer');
  }

  /** Returns undefined for an object that does not exist, or whose kind does not. */
  async found<T>(request: Promise<T>): Promise<T | undefined> {
    try {
      return await this.answer(request);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    ('code' in error && error.code === 404) || error.message.startsWith('Unrecognized API version and kind')
  );
}

function describeDefinition({ metadata, spec, status }: V1CustomResourceDefinition): FluxDefinition {
  return {
    name: metadata?.name ?? '',
    group: spec.group,
    kind: spec.names.kind,
    storage: spec.versions.find(({ storage }) => storage)?.name ?? '',
    served: spec.versions.filter(({ served }) => served).map(({ name }) => name),
    stored: status?.storedVersions ?? [],
    isDeleted: metadata?.deletionTimestamp !== undefined,
  };
}
