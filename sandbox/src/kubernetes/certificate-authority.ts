import { readFile } from 'node:fs/promises';
import type { KubeConfig } from '@kubernetes/client-node';

/** The authority of a kubeconfig's current cluster, base64-encoded, whether the file holds it or names its file. */
export async function certificateAuthorityDataOf(config: KubeConfig): Promise<string> {
  const cluster = config.getCurrentCluster();
  if (cluster?.caData !== undefined) return cluster.caData;
  if (cluster?.caFile === undefined) throw new Error('The kubeconfig names no certificate authority');
  return (await readFile(cluster.caFile)).toString('base64');
}
