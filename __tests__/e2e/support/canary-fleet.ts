import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { checkout } from '../../support/synth';

/** A fleet of tests, with the sandbox's cluster and states, and a section `flux` of its own. */
export const canaryFleet = 'canary';

/** Selects it in the sandbox's shell, as it stands: it is made for the sandbox, and its sync is not to be overridden. */
export const canarySelection = `FLEET=${canaryFleet} FLEET_LOCAL_OVERRIDES=`;

/** What the fleet names as the checkout of the repository that Flux reconciles, relative to the project. */
export const canaryCheckout = '.sandbox/canary';

const root = 'gitops/clusters/sandbox';
const fleetFile = join(checkout, 'fleet', `${canaryFleet}.yaml`);
const manifests = join(checkout, canaryCheckout, root);

interface Fleet {
  environment: string;
  cluster: { name?: string };
  flux: Record<string, unknown>;
}

interface Instance {
  spec: Record<string, unknown> & { kustomize: { patches: object[] }; cluster: object };
}

interface Resources {
  readonly resources: readonly string[];
}

export interface CanaryFleetProps {
  /** `flux.sync` of the fleet file, without path and interval. */
  readonly sync: Readonly<Record<string, unknown>>;
  /** Other keys of `flux`. With `owner: git` the cluster's kustomization.yaml has `flux-system`. @default none */
  readonly flux?: Readonly<Record<string, unknown>>;
  /** What patches add to objects of Flux, by their kind. @default nothing */
  readonly patches?: readonly { readonly kind: string; readonly path: string; readonly value: object }[];
  /** More of the FluxInstance's spec; keys of `cluster` are added to the sandbox's. @default nothing */
  readonly spec?: Readonly<Record<string, unknown>> & { readonly cluster?: object };
  /** Version of the operator's chart. @default the sandbox's */
  readonly operatorVersion?: string;
}

/** The components with those of image automation. */
export const withImages = [
  'source-controller',
  'kustomize-controller',
  'helm-controller',
  'notification-controller',
  'image-reflector-controller',
  'image-automation-controller',
];

const ageDecryption = { provider: 'sops', secretRef: { name: 'sops-age' } };

/** The patches that go with `decryption: { kind: age }`: for the root Kustomization, and for those below it. */
export const agePatches: NonNullable<CanaryFleetProps['patches']> = [
  { kind: 'Kustomization', path: '/spec/decryption', value: ageDecryption },
  {
    kind: 'Kustomization',
    path: '/spec/patches',
    value: [
      {
        target: { kind: 'Kustomization', namespace: 'flux-system' },
        patch: stringify([{ op: 'add', path: '/spec/decryption', value: ageDecryption }]),
      },
    ],
  },
];

/** Writes the fleet's files, or writes them anew. */
export function writeCanaryFleet(props: CanaryFleetProps): void {
  const { sync, flux = {}, patches = [], spec = {}, operatorVersion } = props;
  const fleet = parse(readFileSync(join(checkout, 'fleet/sandbox.yaml'), 'utf8')) as Fleet;
  fleet.environment = canaryFleet;
  fleet.cluster.name = 'infra-fleet-sandbox';
  Object.assign(fleet.flux, flux, {
    sync: { ...sync, path: root, checkout: canaryCheckout, interval: '10s' },
  });
  writeFileSync(fleetFile, stringify(fleet));

  const folder = join(manifests, 'flux-system');
  cpSync(join(checkout, 'gitops'), join(checkout, canaryCheckout, 'gitops'), { recursive: true });
  if (flux.owner === 'git') {
    const kustomization = join(manifests, 'kustomization.yaml');
    writeFileSync(kustomization, withResource(readFileSync(kustomization, 'utf8'), 'flux-system'));
  }
  const file = join(folder, 'flux-instance.yaml');
  const instance = parse(readFileSync(file, 'utf8')) as Instance;
  for (const { kind, path, value } of patches)
    instance.spec.kustomize.patches.push({
      target: { kind },
      patch: stringify([{ op: 'add', path, value }]),
    });
  writeFileSync(file, withSpec(stringify(instance), spec));
  if (operatorVersion !== undefined) {
    const operator = join(folder, 'flux-operator.yaml');
    writeFileSync(operator, withOperatorVersion(readFileSync(operator, 'utf8'), operatorVersion));
  }
}

/** A `flux-instance.yaml` with more in its spec; keys of `cluster` are added to what is there. */
export function withSpec(
  manifest: string,
  { cluster, ...more }: NonNullable<CanaryFleetProps['spec']>,
): string {
  const instance = parse(manifest) as Instance;
  Object.assign(instance.spec, more);
  Object.assign(instance.spec.cluster, cluster);
  return stringify(instance);
}

/** A `flux-operator.yaml` with another version of the chart. */
export function withOperatorVersion(manifest: string, version: string): string {
  return manifest.replace(/^( +tag: )\S+$/m, `$1${version}`);
}

/** A `kustomization.yaml` with one more resource, for example `flux-system`, which hands Flux over to Git. */
export function withResource(kustomization: string, resource: string): string {
  const { resources, ...rest } = parse(kustomization) as Resources;
  return stringify({ ...rest, resources: [...resources, resource] });
}

/** Removes the fleet's files. */
export function removeCanaryFleet(): void {
  rmSync(fleetFile, { force: true });
  rmSync(join(checkout, canaryCheckout), { recursive: true, force: true });
}
