import {
  CoreV1Api,
  KubeConfig,
  PatchStrategy,
  RbacAuthorizationV1Api,
  setHeaderOptions,
  type V1ClusterRole,
  type V1ClusterRoleBinding,
  type V1Node,
  type V1Pod,
  type V1RoleBinding,
} from '@kubernetes/client-node';

/** What the sandbox itself does in a cluster, with the administrator's rights. */
export class ClusterClient {
  private constructor(
    private readonly core: CoreV1Api,
    private readonly rbac: RbacAuthorizationV1Api,
  ) {}

  static fromFile(kubeconfig: string): ClusterClient {
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    return new ClusterClient(config.makeApiClient(CoreV1Api), config.makeApiClient(RbacAuthorizationV1Api));
  }

  async hasServiceAccount(namespace: string, name: string): Promise<boolean> {
    return (await unlessMissing(this.core.readNamespacedServiceAccount({ namespace, name }))) !== undefined;
  }

  async namespaces(): Promise<string[]> {
    const list = await this.core.listNamespace();
    return list.items.flatMap((namespace) => namespace.metadata?.name ?? []);
  }

  async nodes(labelSelector: string): Promise<V1Node[]> {
    return (await this.core.listNode({ labelSelector })).items;
  }

  async createNode(node: V1Node): Promise<void> {
    await unlessPresent(this.core.createNode({ body: node }));
  }

  /** JSON merge patch: null removes a field. */
  async patchNode(name: string, patch: object): Promise<void> {
    const options = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
    await this.core.patchNode({ name, body: patch }, options);
  }

  async deleteNode(name: string): Promise<void> {
    await unlessMissing(this.core.deleteNode({ name }));
  }

  async podsOn(node: string): Promise<V1Pod[]> {
    return (await this.core.listPodForAllNamespaces({ fieldSelector: `spec.nodeName=${node}` })).items;
  }

  /** Asks for a pod's eviction; false when a disruption budget does not allow it now. */
  async evict(pod: V1Pod): Promise<boolean> {
    const name = nameOf(pod);
    const namespace = pod.metadata?.namespace ?? 'default';
    try {
      await unlessMissing(
        this.core.createNamespacedPodEviction({ name, namespace, body: { metadata: { name, namespace } } }),
      );
      return true;
    } catch (error) {
      if (statusOf(error) === 429) return false;
      throw error;
    }
  }

  /** Deletes a pod without waiting for the node to confirm it. */
  async forceDeletePod(pod: V1Pod): Promise<void> {
    const namespace = pod.metadata?.namespace ?? 'default';
    await unlessMissing(
      this.core.deleteNamespacedPod({ name: nameOf(pod), namespace, gracePeriodSeconds: 0 }),
    );
  }

  async ensureClusterRole(role: V1ClusterRole): Promise<void> {
    await unlessPresent(this.rbac.createClusterRole({ body: role }));
  }

  async ensureClusterRoleBinding(binding: V1ClusterRoleBinding): Promise<void> {
    await unlessPresent(this.rbac.createClusterRoleBinding({ body: binding }));
  }

  async ensureRoleBinding(binding: V1RoleBinding): Promise<void> {
    const namespace = binding.metadata?.namespace ?? 'default';
    await unlessPresent(this.rbac.createNamespacedRoleBinding({ namespace, body: binding }));
  }
}

/** The name of an object that the API server gave. */
export function nameOf(object: V1Node | V1Pod): string {
  return object.metadata?.name ?? '';
}

async function unlessMissing<T>(call: Promise<T>): Promise<T | undefined> {
  return await unlessStatus(404, call);
}

async function unlessPresent<T>(call: Promise<T>): Promise<T | undefined> {
  return await unlessStatus(409, call);
}

async function unlessStatus<T>(status: number, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (statusOf(error) === status) return undefined;
    throw error;
  }
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'number' ? error.code : undefined;
}
