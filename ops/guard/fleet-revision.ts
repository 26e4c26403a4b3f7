import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadFleet, loadFluxManifests } from '../../lib/fleet/load';
import type { FleetConfig } from '../../lib/fleet/schema';
import type { FluxManifests } from '../../lib/flux/manifests/flux-manifests';
import { terraformOutputsData } from '../../lib/flux/terraform-outputs-data';
import { messageOf } from '../message-of';
import type { FluxSpec } from './flux-root';
import type { Revision } from './revision';

/** What a revision says of Flux in a fleet's cluster. */
export interface FleetRevision {
  readonly fleet: FleetConfig;
  readonly spec: FluxSpec;
  /** What the ConfigMap `terraform-outputs` has, except what only Terraform knows. */
  readonly variables: Readonly<Record<string, string>>;
  /** Why something else than the revision had to be asked. @default - the revision has it all */
  readonly doubt?: string;
}

/**
 * Reads a fleet as a revision has it. Where Flux reconciles another repository (`flux.sync.checkout`), the fleet is that of
 * this checkout.
 *
 * @param fleet the fleet of this checkout
 */
export function fleetAt(fleet: FleetConfig, revision: Revision): FleetRevision {
  if (fleet.flux.sync.checkout !== undefined) return fleetHere(fleet);
  try {
    if (!existsSync(join(revision.folder, 'fleet', `${fleet.environment}.yaml`)))
      throw new Error(`it has no fleet/${fleet.environment}.yaml`);
    const env = { ...process.env, FLEET: fleet.environment };
    const own = loadFleet({ env, folder: join(revision.folder, 'fleet') });
    return ofManifests(own, loadFluxManifests(own, { project: revision.folder }));
  } catch (error) {
    const [reason] = messageOf(error).split('\n');
    const doubt = `what ${revision.name} says of the fleet ${fleet.environment}: ${reason}`;
    return { ...fleetHere(fleet), doubt };
  }
}

/** What this checkout says of Flux in a fleet's cluster. */
export function fleetHere(fleet: FleetConfig): FleetRevision {
  return ofManifests(fleet, loadFluxManifests(fleet));
}

function ofManifests(fleet: FleetConfig, { instance, variables }: FluxManifests): FleetRevision {
  return { fleet, spec: instance.spec, variables: terraformOutputsData(variables) };
}
