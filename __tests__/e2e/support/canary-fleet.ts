import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { checkout } from '../../support/synth';

/** A fleet of tests, with the sandbox's cluster and states, and a section `flux` of its own. */
export const canaryFleet = 'canary';

/** Selects it in the sandbox's shell, as it stands: it is made for the sandbox, and its sync is not to be overridden. */
export const canarySelection = `FLEET=${canaryFleet} FLEET_OVERRIDES=`;

const fleetFile = join(checkout, 'fleet', `${canaryFleet}.yaml`);
const manifests = join(checkout, 'gitops', 'clusters', canaryFleet);

interface Fleet {
  environment: string;
  cluster: { name?: string };
  flux: Record<string, unknown>;
}

interface Instance {
  spec: { kustomize: { patches: object[] } };
}

export interface CanaryFleetProps {
  /** `flux.sync` of the fleet file, without path and interval. */
  readonly sync: Readonly<Record<string, unknown>>;
  /** Other keys of `flux`. @default none */
  readonly flux?: Readonly<Record<string, unknown>>;
  /** What patches add to objects of Flux, by their kind. @default nothing */
  readonly patches?: readonly { readonly kind: string; readonly path: string; readonly value: object }[];
}

/** Writes the fleet's files, or writes them anew. */
export function writeCanaryFleet({ sync, flux = {}, patches = [] }: CanaryFleetProps): void {
  const fleet = parse(readFileSync(join(checkout, 'fleet/sandbox.yaml'), 'utf8')) as Fleet;
  fleet.environment = canaryFleet;
  fleet.cluster.name = 'infra-fleet-sandbox';
  Object.assign(fleet.flux, flux, {
    sync: { ...sync, path: 'clusters/sandbox', interval: '10s' },
  });
  writeFileSync(fleetFile, stringify(fleet));

  const folder = join(manifests, 'flux-system');
  for (const name of ['flux-system', 'kustomization.yaml'])
    cpSync(join(checkout, 'gitops/clusters/sandbox', name), join(manifests, name), { recursive: true });
  const file = join(folder, 'flux-instance.yaml');
  const instance = parse(readFileSync(file, 'utf8')) as Instance;
  for (const { kind, path, value } of patches)
    instance.spec.kustomize.patches.push({
      target: { kind },
      patch: stringify([{ op: 'add', path, value }]),
    });
  writeFileSync(file, stringify(instance));
}

/** Removes the fleet's files. */
export function removeCanaryFleet(): void {
  rmSync(fleetFile, { force: true });
  rmSync(manifests, { recursive: true, force: true });
}
