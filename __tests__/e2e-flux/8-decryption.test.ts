import {
  agePatches,
  canaryFleet,
  removeCanaryFleet,
  withResource,
  writeCanaryFleet,
} from '../e2e/support/canary-fleet';
import { AgeKey } from '../support/age';
import { sopsEncrypted } from '../support/sops';
import { applied } from './support/applied';
import { everythingReady, kubectlJson, seconds, until } from './support/cluster';
import { FleetClone } from './support/fleet-clone';
import { inSeconds, measured } from './support/measured';
import { deployFlux, tryCdktf } from './support/stacks';

const root = 'gitops/clusters/sandbox/kustomization.yaml';
const file = 'gitops/clusters/sandbox/encrypted.yaml';
const inChild = {
  list: 'gitops/infrastructure/kustomization.yaml',
  file: 'gitops/infrastructure/encrypted.yaml',
};
const namespaces = { root: 'flux-system', child: 'applications' };
const fleet = { FLEET: canaryFleet, FLEET_LOCAL_OVERRIDES: '' };
const key = new AgeKey();
const another = new AgeKey();

let clone: FleetClone;

function encryptedSecret(namespace: string, password: string, recipient: AgeKey): string {
  const metadata = { name: 'encrypted', namespace };
  return sopsEncrypted({ apiVersion: 'v1', kind: 'Secret', metadata, stringData: { password } }, recipient);
}

/** Pushes the Secret with a password, encrypted for a key, and gives the revision. */
async function pushSecret(password: string, recipient: AgeKey): Promise<string> {
  clone.write({ [file]: encryptedSecret(namespaces.root, password, recipient) });
  return await clone.push();
}

async function passwordInCluster(namespace = namespaces.root): Promise<string> {
  const { data } = await kubectlJson<{ data: { password: string } }>([
    'get',
    'secret/encrypted',
    `--namespace=${namespace}`,
  ]);
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
    patches: agePatches,
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

test('decryption: the same below the root, in a child Kustomization', async () => {
  clone.write({
    [inChild.list]: withResource(clone.read(inChild.list), 'encrypted.yaml'),
    [inChild.file]: encryptedSecret(namespaces.child, 'in a child', key),
  });
  const time = await seconds(async () => {
    await applied(await clone.push());
    await everythingReady(120);
  });
  measured(inSeconds(time));
  expect(await passwordInCluster(namespaces.child)).toBe('in a child');
});

test('decryption: what is encrypted for another key is refused, and the Secret stays', async () => {
  const message = await refusal(await pushSecret('second', another));
  measured(message.split('\n')[0] ?? '');
  expect({ message, password: await passwordInCluster() }).toEqual({
    message: expect.stringContaining('cannot get sops data key') as string,
    password: 'first',
  });
});
