import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadFleet, loadFluxManifests } from '../../lib/fleet/load';
import type { FleetConfig } from '../../lib/fleet/schema';
import type { FluxManifests } from '../../lib/flux/manifests/flux-manifests';

/** A fleet of a repository, with what the repository says of its Flux. */
export interface FleetInGit {
  readonly fleet: FleetConfig;
  readonly manifests: FluxManifests;
  /** For example `fleet/dev.yaml`. */
  readonly file: string;
}

/**
 * The fleets whose Flux reconciles this repository itself.
 *
 * @param root the repository
 * @param env has the variables that fleet files refer to
 * @throws ConfigurationError if something is wrong with one of them
 */
export function fleetsIn(root: string, env: NodeJS.ProcessEnv = process.env): readonly FleetInGit[] {
  const folder = join(root, 'fleet');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.yaml')) : [];
  return names.sort().flatMap((name) => {
    const own = {
      ...env,
      FLEET: name.slice(0, -'.yaml'.length),
      FLEET_OVERRIDES: '',
      FLEET_LOCAL_OVERRIDES: '',
    };
    const fleet = loadFleet({ env: own, folder });
    if (fleet.flux.sync.checkout !== undefined) return [];
    return [{ fleet, manifests: loadFluxManifests(fleet, { project: root }), file: `fleet/${name}` }];
  });
}
