import {
  canaryFleet,
  removeCanaryFleet,
  withResource,
  withSpec,
  writeCanaryFleet,
} from '../e2e/support/canary-fleet';
import { applied } from './support/applied';
import { apply, everythingReady, kubectl, kubectlJson, seconds, until } from './support/cluster';
import { FleetClone } from './support/fleet-clone';
import { inSeconds, measured } from './support/measured';
import { deployFlux } from './support/stacks';

const kustomization = 'gitops/clusters/sandbox/kustomization.yaml';
const manifest = 'gitops/clusters/sandbox/flux-system/flux-instance.yaml';
const fleet = { FLEET: canaryFleet, FLEET_LOCAL_OVERRIDES: '' };

/** What Terraform installs, by the field that Git removes: `multitenant` is false by default. */
const fields = {
  storage: { class: 'standard', size: '1Gi' },
  commonMetadata: { labels: { team: 'platform' } },
  cluster: { multitenant: true },
};
const volume = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'fields' },
  spec: {
    capacity: { storage: '1Gi' },
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'standard',
    hostPath: { path: '/tmp' },
  },
};

interface FluxInstance {
  readonly spec: {
    readonly storage?: object;
    readonly commonMetadata?: object;
    readonly cluster: { readonly multitenant?: boolean };
  };
}

let clone: FleetClone;
let without: string;

beforeAll(async () => {
  await everythingReady(120);
  clone = await FleetClone.ofMain();
  without = clone.read(manifest);
  await apply([volume]);
  for (const owner of ['terraform', 'git']) {
    writeCanaryFleet({ sync: { url: '${SANDBOX_GIT_URL}' }, flux: { owner }, spec: fields });
    await deployFlux(fleet);
  }
  clone.write({
    [kustomization]: withResource(clone.read(kustomization), 'flux-system'),
    [manifest]: withSpec(without, fields),
  });
  await applied(await clone.push());
});

test('flux.owner: under multitenant, Flux owns its operator', async () => {
  const time = await seconds(async () => {
    await until('the HelmRelease of the operator', 120, async () => {
      await kubectl(['get', 'helmrelease/flux-operator', '--namespace=flux-system']);
      return true;
    });
    await everythingReady(180);
  });
  measured(inSeconds(time), 'everything is Ready');
});

afterAll(async () => {
  removeCanaryFleet();
  await clone.revert();
  await deployFlux();
  await everythingReady(180);
  await kubectl(['delete', 'persistentvolume/fields', '--ignore-not-found', '--wait=false']);
});

test.each([
  ['storage', 'storage', ({ spec }: FluxInstance) => spec.storage],
  ['commonMetadata', 'commonMetadata', ({ spec }: FluxInstance) => spec.commonMetadata],
  ['multitenant', 'cluster', ({ spec }: FluxInstance) => spec.cluster.multitenant],
] as const)('fields removed after hand-over: %s', async (_, field, valueIn) => {
  const inCluster = async () =>
    valueIn(await kubectlJson<FluxInstance>(['get', 'fluxinstance/flux', '--namespace=flux-system']));
  expect(await inCluster()).toBeTruthy();
  const { [field]: removed, ...left } = { ...fields };
  delete (fields as Partial<typeof fields>)[field];
  clone.write({ [manifest]: withSpec(without, left) });
  const time = await seconds(async () => {
    await applied(await clone.push());
    await until(`${field} to be gone`, 30, async () => ((await inCluster()) ? undefined : true));
  });
  measured(inSeconds(time), `${JSON.stringify(removed)} is gone`);
});
