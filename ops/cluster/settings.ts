import { clusterConnection } from './cluster-connection';
import type { KubeConfig } from '@kubernetes/client-node';

/**
 * A value that a stack passes in the environment.
 *
 * @throws Error if it is not set, saying who sets it
 */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(
      `${name} is not set. The stacks flux-operator and flux-instance set it when they run this program.`,
    );
  }
  return value;
}

/** The connection to the cluster that a stack names in the environment. */
export function connectionFromSettings(): KubeConfig {
  return clusterConnection({
    clusterName: setting('CLUSTER_NAME'),
    endpoint: setting('CLUSTER_ENDPOINT'),
    certificateAuthorityData: setting('CLUSTER_CERTIFICATE_AUTHORITY'),
    region: setting('AWS_REGION'),
  });
}
