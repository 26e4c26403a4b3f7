import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FluxSettings } from '../settings/settings';

/** What a repository's folder of one cluster has to do with Flux itself. */
export interface FluxFolder {
  /** The manifest of the FluxInstance. */
  readonly instance: string;
  /** The manifests of the operator. */
  readonly operator: string;
  /** The Kustomization that lists what Flux applies. @default - this checkout does not have the cluster's folder */
  readonly kustomization?: string;
}

/** The folder that Flux reconciles in a fleet's cluster, as an absolute path. @param project the folder of this project */
export function reconciledFolder(project: string, { sync }: Pick<FluxSettings, 'sync'>): string {
  return join(project, sync.checkout ?? '', sync.path);
}

/**
 * Where a fleet says which Flux it has: in `flux-system` of the folder that Flux reconciles; or in `gitops/flux-system` of
 * the project, if Terraform owns Flux and there is no such folder here.
 *
 * @param project the folder of this project
 */
export function fluxFolder(project: string, flux: Pick<FluxSettings, 'sync' | 'owner'>): FluxFolder {
  const cluster = reconciledFolder(project, flux);
  const ofFlux = join(cluster, 'flux-system');
  const isHere = existsSync(flux.sync.checkout === undefined ? cluster : ofFlux);
  return isHere || flux.owner === 'git'
    ? { ...manifestsIn(ofFlux), kustomization: join(cluster, 'kustomization.yaml') }
    : manifestsIn(join(project, 'gitops', 'flux-system'));
}

function manifestsIn(folder: string): FluxFolder {
  return { instance: join(folder, 'flux-instance.yaml'), operator: join(folder, 'flux-operator.yaml') };
}
