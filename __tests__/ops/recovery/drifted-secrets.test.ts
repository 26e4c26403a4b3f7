import { fluxSecrets } from '../../../lib/flux/flux-secrets';
import { secretRevision } from '../../../lib/flux/secret-revisions';
import type { FluxCluster } from '../../../ops/cluster/flux-cluster';
import { driftedSecrets } from '../../../ops/recovery/drifted-secrets';
import type { StackState } from '../../../ops/recovery/stack-state';
import { fixture, parseDev } from '../../lib/fleet/fixtures';

const fleet = parseDev(fixture('valid', 'sync-github-app.yaml'));
const [content] = fluxSecrets(fleet.flux);
const { name, plain, secret } = content!;
const address = 'kubernetes_secret_v1.flux_git';
const value = 'deployed';
const deployed = secretRevision(fleet.environment, content!, value);
const whole = { ...plain, [secret!.key]: value };

/** What drifted where the cluster has a Secret, and a value is given for it. */
function found(
  data: Readonly<Record<string, string>> | undefined,
  given = value,
  revision: unknown = deployed,
) {
  const encoded = Object.entries(data ?? {}).map(([key, text]) => [
    key,
    Buffer.from(text).toString('base64'),
  ]);
  const cluster = {
    core: { readNamespacedSecret: () => ({ data: Object.fromEntries(encoded) as object }) },
    found: (answer: unknown) => Promise.resolve(data === undefined ? undefined : answer),
  } as unknown as FluxCluster;
  const state = {
    serial: 1,
    resources: [{ address, attributes: { data_wo_revision: revision } }],
  } as unknown as StackState;
  return driftedSecrets({ fleet, state, cluster, variable: () => given });
}

test('a Secret that holds what was deployed has no drift', async () => {
  expect(await found(whole)).toEqual([]);
});

test.each([
  ['the secret value', { ...whole, [secret!.key]: 'changed' }],
  ['another value', { ...whole, [Object.keys(plain)[0] ?? 'any']: 'changed' }],
  ['a key more', { ...whole, more: '' }],
  ['a key less', plain],
])('%s is drift that a replacement repairs', async (_, data) => {
  expect(await found(data)).toEqual([{ name, address, repair: 'replace' }]);
});

test('a plan with a new value repairs it anyway', async () => {
  expect(await found(plain, 'next')).toEqual([{ name, address, repair: 'plan' }]);
});

test('without the value, its variable is named', async () => {
  expect(await found(plain, '')).toEqual([
    { name, address, repair: { variable: `TF_VAR_${secret!.variable}` } },
  ]);
});

test.each([
  ['is gone', undefined, deployed],
  ['is in no state', plain, null],
])('a Secret that %s is left to Terraform', async (_, data, revision) => {
  expect(await found(data, value, revision)).toEqual([]);
});
