import {
  canaryFleet,
  removeCanaryFleet,
  withOperatorVersion,
  withResource,
  writeCanaryFleet,
} from '../e2e/support/canary-fleet';
import { everythingReady, kubectl, kubectlJson, seconds, until } from './support/cluster';
import { FleetClone } from './support/fleet-clone';
import { inSeconds, measured } from './support/measured';
import { pushOperatorOfAnotherKey } from './support/operator-chart';
import { deployFlux, pendingChanges } from './support/stacks';
import { Standing } from './support/standing';

const from = '0.59.0';
const to = '0.59.1';
const signedByAnother = '0.59.2';
const release = ['helmrelease/flux-operator', '--namespace=flux-system'];
const kustomization = 'gitops/clusters/sandbox/kustomization.yaml';
const operator = 'gitops/clusters/sandbox/flux-system/flux-operator.yaml';
const fleet = { FLEET: canaryFleet, FLEET_LOCAL_OVERRIDES: '' };

interface Source {
  readonly status: { readonly conditions: readonly { readonly type: string; readonly message: string }[] };
}

interface HelmRelease {
  readonly status?: {
    readonly history?: readonly { readonly chartVersion: string; readonly status: string }[];
  };
}

/** Writes what the checkout says of the owner; the manifests that Flux reads are in the clone. */
function writeFleet(owner: 'terraform' | 'git', operatorVersion: string): void {
  writeCanaryFleet({ sync: { url: '${SANDBOX_GIT_URL}' }, flux: { owner }, operatorVersion });
}

/** Waits until Flux has the operator's release at a version, and everything is Ready. */
async function upgradedByFlux(version: string): Promise<void> {
  await until(`Flux to run the operator ${version}`, 180, async () => {
    const { status } = await kubectlJson<HelmRelease>(['get', ...release]);
    const [newest] = status?.history ?? [];
    return newest?.chartVersion === version && newest.status === 'deployed' ? true : undefined;
  });
  await everythingReady(180);
}

/** The version that the operator's own Deployment says. */
async function operatorInCluster(): Promise<string | undefined> {
  const { metadata } = await kubectlJson<{ metadata: { labels: Record<string, string> } }>([
    'get',
    'deployment/flux-operator',
    '--namespace=flux-system',
  ]);
  return metadata.labels['helm.sh/chart'];
}

let clone: FleetClone;
let withoutFlux: string;
let before: Standing;

beforeAll(async () => {
  await everythingReady(120);
  clone = await FleetClone.ofMain();
  withoutFlux = clone.read(kustomization);
  before = await Standing.now();
});

afterAll(async () => {
  removeCanaryFleet();
  await clone.revert();
  await deployFlux();
  await everythingReady(180);
});

async function lostSoFar(time: number): Promise<string[]> {
  const lost = await before.lost();
  measured(inSeconds(time), `${lost.length} of ${before.size} objects, pods and definitions lost`);
  return lost;
}

test('flux.owner: handed over to Git, no plan has changes', async () => {
  writeFleet('git', from);
  const time = await seconds(async () => {
    await deployFlux(fleet);
    clone.write({ [kustomization]: withResource(withoutFlux, 'flux-system') });
    await clone.push();
    await until('the HelmRelease of the operator', 120, async () => {
      await kubectl(['get', ...release]);
      return true;
    });
    await upgradedByFlux(from);
  });
  expect({ pending: await pendingChanges(fleet), lost: await lostSoFar(time) }).toEqual({
    pending: [],
    lost: [],
  });
});

test(`flux.owner: Git upgrades the operator ${from} to ${to}, no plan has changes`, async () => {
  clone.write({ [operator]: withOperatorVersion(clone.read(operator), to) });
  const time = await seconds(async () => {
    await clone.push();
    await upgradedByFlux(to);
  });
  expect({
    chart: await operatorInCluster(),
    pending: await pendingChanges(fleet),
    lost: await lostSoFar(time),
  }).toEqual({ chart: `flux-operator-${to}`, pending: [], lost: [] });
});

test('flux.owner: a chart of the operator that another key signed is refused, and the operator stays', async () => {
  pushOperatorOfAnotherKey(to, signedByAnother);
  clone.write({ [operator]: withOperatorVersion(clone.read(operator), signedByAnother) });
  const refused = 'no matching signatures were found';
  const time = await seconds(async () => {
    await clone.push();
    await until('the chart to be refused', 120, async () => {
      const source = ['get', 'ocirepository/flux-operator', '--namespace=flux-system'];
      const { conditions } = (await kubectlJson<Source>(source)).status;
      const isRefused = conditions.some(
        ({ type, message }) => type === 'SourceVerified' && message.includes(refused),
      );
      return isRefused ? true : undefined;
    });
  });
  expect({ chart: await operatorInCluster(), lost: await lostSoFar(time) }).toEqual({
    chart: `flux-operator-${to}`,
    lost: [],
  });
  clone.write({ [operator]: withOperatorVersion(clone.read(operator), to) });
  await clone.push();
  await upgradedByFlux(to);
});

test('flux.owner: taken back, no plan has changes, and nothing was made anew', async () => {
  writeFleet('terraform', to);
  const time = await seconds(async () => {
    clone.write({ [kustomization]: withoutFlux });
    await clone.push();
    await deployFlux(fleet);
    await everythingReady(180);
  });
  expect({
    release: await kubectl(['get', ...release, '--ignore-not-found']),
    chart: await operatorInCluster(),
    pending: await pendingChanges(fleet),
    lost: await lostSoFar(time),
  }).toEqual({ release: '', chart: `flux-operator-${to}`, pending: [], lost: [] });
});
