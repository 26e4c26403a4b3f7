import { parse } from 'yaml';
import { readEndpoints } from '../../sandbox/src/endpoints';
import {
  canaryCheckout,
  canaryFleet,
  removeCanaryFleet,
  withImages,
  withResource,
  writeCanaryFleet,
} from '../e2e/support/canary-fleet';
import { pushArtifact } from '../e2e/support/pushed-artifact';
import { typed } from '../e2e/support/sandbox-shell';
import { SshKey } from '../support/ssh-key';
import { checkout } from '../support/synth';
import { applied } from './support/applied';
import { apply, everythingReady, kubectl, kubectlJson, seconds, until } from './support/cluster';
import { FleetClone } from './support/fleet-clone';
import { inSeconds, measured } from './support/measured';
import { deployFlux } from './support/stacks';
import { writeFiles } from './support/write-files';

const namespace = 'flux-system';
const cluster = 'gitops/clusters/sandbox';
const root = `${cluster}/kustomization.yaml`;
const tags = `${cluster}/applications/images.yaml`;
const harmless = 'gitops/infrastructure/namespaces.yaml';

/** Higher than that of every earlier run: the registry keeps their tags. */
const minor = Math.floor(Date.now() / 1000);
const release = `1.${minor}.0`;
const candidate = `1.${minor}.1-rc.1`;

const person = new SshKey();
const automation = new SshKey();
const stranger = new SshKey();
const keys = { person: `${canaryCheckout}/person.pub`, automation: `${canaryCheckout}/automation.pub` };
const { privateGit } = readEndpoints()!;

const automationObject = 'imageupdateautomation/applications';

let clone: FleetClone;
let rootBefore: string;

interface Conditioned {
  readonly spec: { readonly secretRef?: { readonly name: string } };
  readonly status: {
    readonly artifact?: { readonly revision: string };
    readonly conditions: readonly {
      readonly type: string;
      readonly status: string;
      readonly message: string;
    }[];
  };
}

async function inFlux<T>(object: string): Promise<T> {
  return await kubectlJson<T>(['get', object, `--namespace=${namespace}`]);
}

/** What the root source says of the signature of a commit, once it has looked at that commit. */
async function verdictOn(
  revision: string,
): Promise<{ readonly verified: boolean; readonly message: string }> {
  return await until(`the source to look at ${revision}`, 60, async () => {
    const { status } = await inFlux<Conditioned>('gitrepository/flux-system');
    const verified = status.conditions.find(({ type }) => type === 'SourceVerified');
    return verified?.message.includes(revision) === true
      ? { verified: verified.status === 'True', message: verified.message }
      : undefined;
  });
}

/** Waits until the Deployment of the application has an image's tag. */
async function runs(tag: string): Promise<void> {
  await until(`the Deployment to have ${tag}`, 120, async () => {
    const { spec } = await kubectlJson<{
      spec: { template: { spec: { containers: { image: string }[] } } };
    }>(['get', 'deployment/hello', '--namespace=applications']);
    return spec.template.spec.containers[0]?.image.endsWith(`/applications/hello:${tag}`) === true
      ? true
      : undefined;
  });
}

interface Policy {
  readonly status?: { readonly latestRef?: { readonly tag: string } };
}

beforeAll(async () => {
  await everythingReady(120);
  pushArtifact('applications/hello', 'gitops/applications', '1.27.0');
  writeCanaryFleet({
    sync: {
      url: '${SANDBOX_PRIVATE_GIT_URL}',
      auth: { kind: 'token' },
      verify: { publicKeys: [keys.person] },
    },
    flux: { imageAutomation: { auth: { kind: 'token' }, signingKey: keys.automation } },
    patches: [
      {
        kind: 'GitRepository',
        path: '/spec/verify',
        value: { mode: 'HEAD', secretRef: { name: 'flux-git-verify' } },
      },
    ],
    spec: {
      components: withImages,
    },
  });
  writeFiles(checkout, { [keys.person]: person.publicLine, [keys.automation]: automation.publicLine });
  clone = await FleetClone.ofMain();
  rootBefore = clone.read(root);
  clone.write({ [root]: withResource(rootBefore, 'image-automation.yaml') });
  await clone.push(person);
});

afterAll(async () => {
  await kubectl(['delete', 'imagepolicy/candidates', `--namespace=${namespace}`, '--ignore-not-found']);
  await clone.follow();
  // While its controllers run: they alone take their finalizers off. By itself: it would commit the tag again.
  clone.write({ [root]: rootBefore });
  await applied(await clone.push(person));
  await kubectl(['wait', automationObject, '--for=delete', '--timeout=60s', `--namespace=${namespace}`]);
  await clone.revert(person);
  removeCanaryFleet();
  await deployFlux();
  await everythingReady(180);
});

test('image automation: everything of it is Ready, behind a source that verifies signatures', async () => {
  const time = await seconds(async () => {
    await deployFlux({
      FLEET: canaryFleet,
      FLEET_LOCAL_OVERRIDES: '',
      TF_VAR_flux_git_token: privateGit.token,
      TF_VAR_flux_git_write_token: privateGit.writeToken,
      TF_VAR_flux_git_signing_key: automation.privateKey,
    });
    await everythingReady(120);
    await kubectl([
      'wait',
      'imagerepositories,imagepolicies,imageupdateautomations',
      '--all',
      '--for=condition=Ready',
      '--timeout=60s',
      `--namespace=${namespace}`,
    ]);
  });
  measured(inSeconds(time));
});

test.each([
  ['flux get images all', 'imageupdateautomation/applications'],
  ['flux get images all -A', 'imageupdateautomation/applications'],
  ['flux get images repository', 'hello'],
  ['flux get images policy', 'hello'],
  ['flux get images update', 'applications'],
  ['flux reconcile image repository hello', 'scan fetched'],
  ['flux reconcile image update applications', 'ImageUpdateAutomation'],
])('image automation: %s', (command, shown) => {
  expect(typed(command)).toContain(shown);
});

test('image automation: only its own source has the credentials that may write', async () => {
  const sources = await inFlux<{ items: (Conditioned & { metadata: { name: string } })[] }>(
    'gitrepositories',
  );
  const secrets = sources.items.map(({ metadata, spec }) => [metadata.name, spec.secretRef?.name]);
  expect(Object.fromEntries(secrets)).toEqual({
    'flux-system': 'flux-git',
    'image-automation': 'flux-git-write',
  });
});

test('image automation: a tag in the registry becomes a signed commit and the image of the Deployment', async () => {
  pushArtifact('applications/hello', 'gitops/applications', release);
  const time = await seconds(async () => await runs(release));
  measured(inSeconds(time));
  await clone.follow();
  const revision = await clone.git('rev-parse', 'HEAD');
  expect({
    author: await clone.git('log', '-1', '--format=%an'),
    tag: (parse(clone.read(tags)) as { spec: { values: { image: { tag: string } } } }).spec.values.image.tag,
    verdict: await verdictOn(revision),
  }).toEqual({
    author: 'flux',
    tag: release,
    verdict: { verified: true, message: expect.stringContaining(automation.fingerprint) as string },
  });
});

test.each([
  ['nobody', undefined, 'unsupported signature type: empty'],
  ['a stranger', stranger, 'unable to verify payload with any of the given authorized keys'],
])(
  'image automation: a commit that %s signed is refused, and what was applied stays',
  async (_, signer, why) => {
    await clone.follow();
    const before = (await inFlux<Conditioned>('gitrepository/flux-system')).status.artifact?.revision;
    clone.write({ [harmless]: `${clone.read(harmless)}# not by us\n` });
    const verdict = await verdictOn(await clone.push(signer));
    measured(verdict.message.split(': ').slice(1).join(': ').slice(0, 80));
    const after = (await inFlux<Conditioned>('gitrepository/flux-system')).status.artifact?.revision;
    expect({ verdict, after }).toEqual({
      verdict: { verified: false, message: expect.stringContaining(why) as string },
      after: before,
    });
  },
);

test('image automation: a commit that a person signed is accepted', async () => {
  clone.write({ [harmless]: `${clone.read(harmless)}# by us\n` });
  const revision = await clone.push(person);
  const time = await seconds(async () => await applied(revision));
  measured(inSeconds(time));
  expect(await verdictOn(revision)).toEqual({
    verified: true,
    message: expect.stringContaining(person.fingerprint) as string,
  });
});

test('image automation: dev takes a candidate for a release, and every other cluster waits for the release', async () => {
  const { spec } = parse(clone.read('gitops/clusters/dev/image-automation.yaml')) as {
    spec: { patches: { patch: string }[] };
  };
  const [{ value: range } = { value: '' }] = parse(spec.patches[0]?.patch ?? '') as { value: string }[];
  await apply([
    {
      apiVersion: 'image.toolkit.fluxcd.io/v1',
      kind: 'ImagePolicy',
      metadata: { name: 'candidates', namespace },
      spec: { imageRepositoryRef: { name: 'hello' }, policy: { semver: { range } } },
    },
  ]);
  pushArtifact('applications/hello', 'gitops/applications', candidate);
  const inDev = await until('a candidate to be selected', 60, async () => {
    const { status } = await inFlux<Policy>('imagepolicy/candidates');
    return status?.latestRef?.tag === candidate ? candidate : undefined;
  });
  const elsewhere = (await inFlux<Policy>('imagepolicy/hello')).status?.latestRef?.tag;
  expect({ inDev, elsewhere }).toEqual({ inDev: candidate, elsewhere: release });
});
