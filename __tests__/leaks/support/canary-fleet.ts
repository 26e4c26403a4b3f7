import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { checkout } from '../../support/synth';

/** The fleet that the canaries are given to. It has the sandbox's cluster and states, with a `flux.sync` of its own. */
export const canaryFleet = 'canary';

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
  /** `flux.sync` of the fleet file, without the path. */
  readonly sync: Readonly<Record<string, unknown>>;
  /** Whether Flux is given an age key. */
  readonly decryption: boolean;
}

/** Writes the fleet's files, or writes them anew. */
export function writeCanaryFleet({ sync, decryption }: CanaryFleetProps): void {
  const fleet = parse(readFileSync(join(checkout, 'fleet/sandbox.yaml'), 'utf8')) as Fleet;
  fleet.environment = canaryFleet;
  fleet.cluster.name = 'infra-fleet-sandbox';
  fleet.flux.sync = { ...sync, path: 'clusters/sandbox', interval: '10s' };
  fleet.flux.readyTimeout = '1m';
  if (decryption) fleet.flux.decryption = { kind: 'age' };
  writeFileSync(fleetFile, stringify(fleet));

  const folder = join(manifests, 'flux-system');
  cpSync(join(checkout, 'gitops/clusters/sandbox/flux-system'), folder, { recursive: true });
  if (!decryption) return;
  const file = join(folder, 'flux-instance.yaml');
  const instance = parse(readFileSync(file, 'utf8')) as Instance;
  instance.spec.kustomize.patches.push({
    target: { kind: 'Kustomization' },
    patch: stringify([
      {
        op: 'add',
        path: '/spec/decryption',
        value: { provider: 'sops', secretRef: { name: 'sops-age' } },
      },
    ]),
  });
  writeFileSync(file, stringify(instance));
}

/** Removes the fleet's files. */
export function removeCanaryFleet(): void {
  rmSync(fleetFile, { force: true });
  rmSync(manifests, { recursive: true, force: true });
}
