import { agePatches, canaryFleet, removeCanaryFleet, writeCanaryFleet } from '../e2e/support/canary-fleet';
import { AgeKey } from '../support/age';
import { everythingReady, kubectl, kubectlJson, seconds } from './support/cluster';
import { inSeconds, measured } from './support/measured';
import { deployFlux, pendingChanges } from './support/stacks';

const key = new AgeKey();
const fleet = { FLEET: canaryFleet, FLEET_LOCAL_OVERRIDES: '' };
const withKey = { ...fleet, TF_VAR_flux_age_key: key.identity };

beforeAll(async () => {
  await everythingReady(120);
  writeCanaryFleet({
    sync: { url: '${SANDBOX_GIT_URL}' },
    flux: { decryption: { kind: 'age' } },
    patches: agePatches,
  });
  await deployFlux(withKey);
});

afterAll(async () => {
  removeCanaryFleet();
  await deployFlux();
  await everythingReady(180);
});

/** Changes an object in flux-system as somebody with kubectl would. */
async function tamper(object: string, patch: object): Promise<void> {
  await kubectl([
    'patch',
    object,
    '--namespace=flux-system',
    '--type=merge',
    `--patch=${JSON.stringify(patch)}`,
  ]);
}

/** The data of an object in flux-system. */
async function dataOf(object: string): Promise<Readonly<Record<string, string>>> {
  return (await kubectlJson<{ data: Record<string, string> }>(['get', object, '--namespace=flux-system']))
    .data;
}

test('drift: the ConfigMap with the variables is planned and written again', async () => {
  const before = await dataOf('configmap/terraform-outputs');
  await tamper('configmap/terraform-outputs', {
    data: { ENVIRONMENT: 'changed', MORE: 'added', CLUSTER_NAME: null },
  });
  const pending = await pendingChanges(withKey);
  const time = await seconds(async () => await deployFlux(withKey));
  measured(inSeconds(time));
  expect({ pending: pending.length, data: await dataOf('configmap/terraform-outputs') }).toEqual({
    pending: 1,
    data: before,
  });
});

test('drift: a Secret whose content no state has is planned and written again', async () => {
  const before = await dataOf('secret/sops-age');
  await tamper('secret/sops-age', {
    data: { 'fleet.agekey': Buffer.from('changed').toString('base64'), more: '' },
  });
  const pending = await pendingChanges(withKey);
  const time = await seconds(async () => await deployFlux(withKey));
  measured(inSeconds(time));
  expect({ pending: pending.length, data: await dataOf('secret/sops-age') }).toEqual({
    pending: 1,
    data: before,
  });
});
