import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FluxSettings } from '../settings/settings';

/** What a repository's folder of one cluster has to do with Flux itself. */
export interface FluxFolder {
  /** The manifest of the FluxInstance. */
  readonly instance: string;
  /** The manifests of the operator. */
  readonly operator: string;
  /** The Kustomization that lists what Flux applies. @default - the cluster is another repository's */
  readonly kustomization?: string;
}

/**
 * Where the repository that Flux reconciles says which Flux a fleet has: `clusters/<environment>/flux-system`, or
 * `flux-system` for a fleet without a folder under `clusters`, whose cluster then is another repository's, and Flux
 * Terraform's.
 *
 * @param gitops the folder of the repository that holds `clusters`
 */
export function fluxFolder(gitops: string, environment: string, owner: FluxSettings['owner']): FluxFolder {
  const cluster = join(gitops, 'clusters', environment);
  if (!existsSync(cluster) && owner === 'terraform') return manifestsIn(join(gitops, 'flux-system'));
  return { ...manifestsIn(join(cluster, 'flux-system')), kustomization: join(cluster, 'kustomization.yaml') };
}

function manifestsIn(folder: string): FluxFolder {
  return { instance: join(folder, 'flux-instance.yaml'), operator: join(folder, 'flux-operator.yaml') };
}
