import { CoreV1Api, KubeConfig, type V1Service } from '@kubernetes/client-node';
import type { References } from './environment.js';

/** What the pod runner needs of a cluster: its address and a client with the administrator's rights. */
export interface ClusterApi {
  readonly kubeConfig: KubeConfig;
  readonly core: CoreV1Api;
}

/** Reads a kubeconfig file and makes the client. */
export function connect(kubeconfigFile: string): ClusterApi {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(kubeconfigFile);
  return { kubeConfig, core: kubeConfig.makeApiClient(CoreV1Api) };
}

/** The HTTP status of a failed call to the API server; undefined if it was not reached. */
export function statusCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'number' ? error.code : undefined;
}

/** Undefined if there is no such object. */
export async function unlessMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (statusCode(error) === 404) return undefined;
    throw error;
  }
}

/** The ConfigMaps and Secrets of a namespace as the pods in it refer to them. */
export function namespaceReferences(api: CoreV1Api, namespace: string): References {
  return {
    configMap: async (name) => {
      const found = await unlessMissing(api.readNamespacedConfigMap({ name, namespace }));
      return found === undefined ? undefined : (found.data ?? {});
    },
    secret: async (name) => {
      const found = await unlessMissing(api.readNamespacedSecret({ name, namespace }));
      if (found === undefined) return undefined;
      return Object.fromEntries(
        Object.entries(found.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64')]),
      );
    },
  };
}

/** Reads a Service; undefined if there is no such object. */
export async function readService(
  api: CoreV1Api,
  namespace: string,
  name: string,
): Promise<V1Service | undefined> {
  return await unlessMissing(api.readNamespacedService({ name, namespace }));
}
