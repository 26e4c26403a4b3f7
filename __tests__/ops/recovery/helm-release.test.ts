import type { V1Secret } from '@kubernetes/client-node';
import { recoverReleases, type RecoverReleasesProps } from '../../../ops/recovery/helm-release';
import { HelmStorage, revision, stored } from './support/helm-storage';

const address = 'helm_release.operator';

/** A plan that changes the release flux-operator. */
function planOf(
  actions: readonly string[],
  knows: { readonly metadata?: true } = {},
  reason?: string,
): string {
  const after = { name: 'flux-operator', namespace: 'flux-system' };
  const change = { actions, before: null, after, after_unknown: knows };
  const release = { address, mode: 'managed', type: 'helm_release', action_reason: reason, change };
  return JSON.stringify({ resource_changes: [release] });
}

const created = planOf(['create']);

/** Recovers what a plan changes, and gives what was said and run. */
async function recovered(storage: HelmStorage, surroundings: Partial<RecoverReleasesProps> = {}) {
  const lines: string[] = [];
  const commands: string[] = [];
  const isChanged = await recoverReleases({
    planJson: created,
    cluster: storage.cluster,
    say: (line) => lines.push(line),
    terraform: (...args) => Promise.resolve(commands.push(args.join(' '))).then(() => 0),
    signal: new AbortController().signal,
    patienceMilliseconds: 1,
    ...surroundings,
  });
  return { isChanged, lines: lines.join('\n'), commands };
}

function holding(...secrets: V1Secret[]): HelmStorage {
  return new HelmStorage(() => secrets);
}

test.each(['pending-install', 'pending-upgrade', 'pending-rollback', 'uninstalling'])(
  'a revision that is %s is marked failed in its label and its payload',
  async (status) => {
    const storage = holding(revision(1, status));
    await recovered(storage);
    const [secret] = storage.replaced;
    expect([secret?.metadata?.labels?.status, stored(secret!).info.status]).toEqual(['failed', 'failed']);
  },
);

test('nothing else of a revision is changed', async () => {
  const storage = holding(revision(1, 'pending-install'));
  await recovered(storage);
  const { info: before, ...rest } = stored(revision(1, 'pending-install'));
  expect(stored(storage.replaced[0]!)).toEqual({
    ...rest,
    info: { ...before, status: 'failed', description: expect.stringContaining('Interrupted') as string },
  });
});

test('a Secret that somebody writes meanwhile is not overwritten: it goes with the version that was read', async () => {
  const storage = holding(revision(1, 'pending-install'));
  await recovered(storage);
  expect(storage.replaced[0]?.metadata?.resourceVersion).toBe('written-as-pending-install');
});

test('the newest revision decides, by its number', async () => {
  const storage = holding(revision(10, 'pending-upgrade'), revision(9, 'deployed'));
  await recovered(storage);
  expect(storage.replaced.map(({ metadata }) => metadata?.name)).toEqual([
    'sh.helm.release.v1.flux-operator.v10',
  ]);
});

test.each(['deployed', 'failed', 'superseded'])('a revision that is %s is left as it is', async (status) => {
  const storage = holding(revision(1, 'superseded'), revision(2, status));
  expect(await recovered(storage)).toMatchObject({ isChanged: false, lines: '' });
  expect(storage.replaced).toEqual([]);
});

test('a Helm that is still at work may finish', async () => {
  const storage = new HelmStorage((look) => [revision(1, look === 1 ? 'pending-install' : 'deployed')]);
  const { lines } = await recovered(storage);
  expect([lines, storage.replaced]).toEqual([expect.stringContaining('Revision 1 is deployed now'), []]);
});

test('a Helm that begins anew meanwhile is left alone', async () => {
  const storage = new HelmStorage((look) => [revision(look, 'pending-upgrade')]);
  const { lines } = await recovered(storage);
  expect([lines, storage.replaced]).toEqual([expect.stringContaining('another Helm is working on it'), []]);
});

test('a release of Flux is left to it', async () => {
  const metadata = { name: 'flux-operator', namespace: 'flux-system' };
  const helmRelease = { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata };
  const storage = new HelmStorage(() => [revision(1, 'pending-upgrade')], helmRelease);
  const { lines } = await recovered(storage);
  expect([lines, storage.replaced]).toEqual([expect.stringContaining('left to Flux'), []]);
});

test('a release that is not there needs nothing', async () => {
  expect(await recovered(holding())).toEqual({ isChanged: false, lines: '', commands: [] });
});

test('an API that does not answer is said, and the deploy goes on', async () => {
  const storage = new HelmStorage(() => {
    throw new Error('connect ECONNREFUSED');
  });
  expect(await recovered(storage)).toMatchObject({
    isChanged: false,
    lines: expect.stringContaining(
      'not known whether it needs to be recovered. connect ECONNREFUSED',
    ) as string,
  });
});

test('an interrupt ends the wait, and nothing is marked', async () => {
  const storage = holding(revision(1, 'pending-install'));
  const controller = new AbortController();
  const run = recovered(storage, {
    signal: controller.signal,
    say: () => controller.abort(new Error('stop')),
    patienceMilliseconds: 60_000,
  });
  await expect(run).rejects.toThrow('stop');
  expect(storage.replaced).toEqual([]);
});

const healthy = [revision(1, 'deployed')];
const takenInAgain = [`state rm ${address}`, `import -input=false ${address} flux-system/flux-operator`];

test.each([
  ['that is tainted', planOf(['delete', 'create'], { metadata: true }, 'replace_because_tainted')],
  ['whose new metadata Terraform does not expect', planOf(['update'])],
])('a release %s is taken into the state again', async (_, planJson) => {
  const { commands, isChanged } = await recovered(holding(...healthy), { planJson });
  expect([commands, isChanged]).toEqual([takenInAgain, true]);
});

test.each([
  ['created', created],
  ['upgraded to another chart', planOf(['update'], { metadata: true })],
  ['replaced on request', planOf(['delete', 'create'], { metadata: true }, 'replace_by_request')],
])('a release that is %s stays in the state as it is', async (_, planJson) => {
  expect((await recovered(holding(...healthy), { planJson })).commands).toEqual([]);
});

test('a release that is destroyed is not looked at', async () => {
  const storage = holding(revision(1, 'uninstalling'));
  await recovered(storage, { planJson: planOf(['delete']) });
  expect(storage.replaced).toEqual([]);
});

test('an import that fails leaves the release to be made again, and says so', async () => {
  const { lines } = await recovered(holding(...healthy), {
    planJson: planOf(['update']),
    terraform: (command) => Promise.resolve(command === 'import' ? 1 : 0),
  });
  expect(lines).toContain('Terraform plans to create it, and Helm then upgrades it in place');
});
