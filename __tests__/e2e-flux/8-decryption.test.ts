import { canaryFleet, removeCanaryFleet, withResource, writeCanaryFleet } from '../e2e/support/canary-fleet';
import { AgeKey } from '../support/age';
import { sopsEncrypted } from '../support/sops';
import { applied } from './support/applied';
import { everythingReady, kubectlJson, seconds, until } from './support/cluster';
import { FleetClone } from './support/fleet-clone';
import { inSeconds, measured } from './support/measured';
import { deployFlux, tryCdktf } from './support/stacks';

const root = 'gitops/clusters/sandbox/kustomization.yaml';
const file = 'gitops/clusters/sandbox/encrypted.yaml';
const secret = ['secret/encrypted', '--namespace=flux-system'];
const fleet = { FLEET: canaryFleet, FLEET_LOCAL_OVERRIDES: '' };
const key = new AgeKey();
const another = new AgeKey();

let clone: FleetClone;

/** Pushes the Secret with a password, encrypted for a key, and gives the revision. */
async function pushSecret(password: string, recipient: AgeKey): Promise<string> {
  const manifest = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'encrypted', namespace: 'flux-system' },
    stringData: { password },
  };
  clone.write({ [file]: sopsEncrypted(manifest, recipient) });
  return await clone.push();
}

async function passwordInCluster(): Promise<string> {
  const { data } = await kubectlJson<{ data: { password: string } }>(['get', ...secret]);
  return Buffer.from(data.password, 'base64').toString();
}

interface Kustomization {
  readonly status: {
    readonly lastAttemptedRevision?: string;
    readonly conditions: readonly {
      readonly type: string;
      readonly status: string;
      readonly message: string;
    }[];
  };
}

/** Waits until the root Kustomization has failed with a revision, and gives why. */
async function refusal(revision: string): Promise<string> {
  return await until(`${revision} to be refused`, 120, async () => {
    const { status } = await kubectlJson<Kustomization>([
      'get',
      'kustomization/flux-system',
      '--namespace=flux-system',
    ]);
    const ready = status.conditions.find(({ type }) => type === 'Ready');
    const tried = status.lastAttemptedRevision?.endsWith(revision) === true;
    return tried && ready?.status === 'False' ? ready.message : undefined;
  });
}

beforeAll(async () => {
  await everythingReady(120);
  clone = await FleetClone.ofMain();
  clone.write({ [root]: withResource(clone.read(root), 'encrypted.yaml') });
  writeCanaryFleet({
    sync: { url: '${SANDBOX_GIT_URL}' },
    flux: { decryption: { kind: 'age' } },
    patches: [
      {
        kind: 'Kustomization',
        path: '/spec/decryption',
        value: { provider: 'sops', secretRef: { name: 'sops-age' } },
      },
    ],
  });
});

afterAll(async () => {
  removeCanaryFleet();
  await clone.revert();
  await deployFlux();
  await everythingReady(180);
});

test('decryption: a deploy without the key stops, and names its variable', async () => {
  expect(await tryCdktf(['deploy', 'flux-instance'], fleet)).toEqual({
    failed: true,
    output: expect.stringContaining('TF_VAR_flux_age_key') as string,
  });
});

test('decryption: with the key, what SOPS encrypted in Git is a plain Secret in the cluster', async () => {
  const time = await seconds(async () => {
    await deployFlux({ ...fleet, TF_VAR_flux_age_key: key.identity });
    await applied(await pushSecret('first', key));
  });
  measured(inSeconds(time));
  expect(await passwordInCluster()).toBe('first');
});

test('decryption: what is encrypted for another key is refused, and the Secret stays', async () => {
  const message = await refusal(await pushSecret('second', another));
  measured(message.split('\n')[0] ?? '');
  expect({ message, password: await passwordInCluster() }).toEqual({
    message: expect.stringContaining('cannot get sops data key') as string,
    password: 'first',
  });
});
