import { ConfigurationError, type Problem } from '../../validation/errors';
import { readManifest, type ManifestFile } from './manifest';
import { valueAt } from '../../validation/path';
import type { FluxSettings } from '../settings/settings';

/** The folder with the manifests of Flux, as `kustomization.yaml` beside it names it. */
const fluxFolderName = 'flux-system';

/**
 * Checks that the operator and the FluxInstance have one owner: Flux applies them exactly when the fleet says that Git
 * owns them.
 *
 * @param kustomization `clusters/<environment>/kustomization.yaml`
 * @param fleetFile as messages name it
 * @throws ConfigurationError when both or neither own them
 */
export function checkOwner(
  kustomization: ManifestFile,
  owner: FluxSettings['owner'],
  fleetFile: string,
): void {
  const { file } = kustomization;
  const listed = valueAt(readManifest(kustomization, 'Kustomization').data, ['resources']);
  const resources: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const index = resources.findIndex((resource) => typeof resource === 'string' && isOfFlux(resource));
  if (index >= 0 === (owner === 'git')) return;
  throw new ConfigurationError([
    owner === 'git' ? missing(file, fleetFile) : superfluous(file, fleetFile, index, resources[index]),
  ]);
}

function isOfFlux(resource: string): boolean {
  return resource.replace(/^(\.\/)+/, '').split('/')[0] === fluxFolderName;
}

function missing(file: string, fleetFile: string): Problem {
  return {
    file,
    path: 'resources',
    problem: `lacks ${fluxFolderName}, which flux.owner: git of ${fleetFile} needs`,
    allowed: `a list with ${fluxFolderName} in it`,
    remedy: `Add ${fluxFolderName}, or set flux.owner: terraform.`,
  };
}

function superfluous(file: string, fleetFile: string, index: number, resource: unknown): Problem {
  return {
    file,
    path: `resources[${index}]`,
    given: JSON.stringify(resource),
    problem: `gives Flux what Terraform owns, by flux.owner: terraform of ${fleetFile}`,
    allowed: `a list without ${fluxFolderName}`,
    remedy: 'Remove it, or set flux.owner: git.',
  };
}
