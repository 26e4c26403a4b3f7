import {
  canaryCheckout,
  canaryFleet,
  removeCanaryFleet,
  writeCanaryFleet,
} from '../e2e/support/canary-fleet';
import { pushArtifact } from '../e2e/support/pushed-artifact';
import { everythingReady, list, until, type KubernetesObject } from './support/cluster';
import { measured } from './support/measured';
import { deployFlux } from './support/stacks';

interface Kustomization extends KubernetesObject {
  readonly spec: { readonly sourceRef: { readonly kind: string } };
  readonly status?: { readonly lastAppliedRevision?: string };
}

beforeAll(async () => {
  await everythingReady(120);
});

afterAll(async () => {
  removeCanaryFleet();
  await deployFlux();
  await everythingReady(180);
});

test('OCI: every Kustomization below the root applies the artifact', async () => {
  writeCanaryFleet({ sync: { kind: 'oci', url: 'oci://${SANDBOX_REGISTRY}/fleet' } });
  const digest = pushArtifact('fleet', canaryCheckout).split('@')[1]!;
  await deployFlux({ FLEET: canaryFleet, FLEET_LOCAL_OVERRIDES: '' });
  const children = await until('all to have applied the artifact', 120, async () => {
    const found = await list<Kustomization>(
      'kustomizations',
      '--field-selector=metadata.namespace=flux-system',
    );
    return found.every(({ status }) => status?.lastAppliedRevision?.includes(digest) === true)
      ? found
      : undefined;
  });
  await everythingReady(120);
  measured(`${children.length} Kustomizations`);
  expect([...new Set(children.map(({ spec }) => spec.sourceRef.kind))]).toEqual(['OCIRepository']);
});
