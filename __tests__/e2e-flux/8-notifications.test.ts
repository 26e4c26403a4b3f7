import { readEndpoints } from '../../sandbox/src/endpoints';
import { everythingReady, kubectl, kubectlJson, seconds, until } from './support/cluster';
import { FleetClone } from './support/fleet-clone';
import { inSeconds, measured } from './support/measured';

const manifest = 'gitops/infrastructure/namespaces.yaml';
const source = ['get', 'gitrepository/flux-system', '--namespace=flux-system'];
const endpoints = readEndpoints()!;

interface GitRepository {
  readonly status: { readonly lastHandledReconcileAt?: string };
}

interface CommitStatus {
  readonly state: string;
  readonly context: string;
}

let clone: FleetClone;
let manifestBefore: string;

beforeAll(async () => {
  await everythingReady(120);
  clone = await FleetClone.ofMain();
  manifestBefore = clone.read(manifest);
});
afterAll(async () => {
  await clone.revert();
  await everythingReady(120);
});

async function statusesOf(revision: string): Promise<readonly CommitStatus[]> {
  const { git, privateGit } = endpoints;
  const { origin, pathname } = new URL(git);
  const repository = pathname.replace(/\.git$/, '');
  const response = await fetch(`${origin}/api/v3/repos${repository}/commits/${revision}/statuses`, {
    headers: { authorization: `Bearer ${privateGit.token}` },
  });
  return (await response.json()) as readonly CommitStatus[];
}

/** Waits until the newest status that the Kustomization infrastructure gave a commit is as wanted. */
async function markedAs(revision: string, state: string): Promise<void> {
  await until(`the commit to be marked as ${state}`, 60, async () => {
    const [newest] = (await statusesOf(revision)).filter(({ context }) => context.includes('infrastructure'));
    return newest?.state === state ? true : undefined;
  });
}

const chat = async (): Promise<string> => await (await fetch(endpoints.chat)).text();

test('receiver: a push reaches Flux in under 3 s', async () => {
  const before = await kubectlJson<GitRepository>(source);
  clone.write({ [manifest]: `${manifestBefore}# pushed\n` });
  const revision = await clone.push();
  const arrived = `--for=jsonpath={.status.artifact.revision}=refs/heads/main@sha1:${revision}`;
  const time = await seconds(
    async () => await kubectl(['wait', ...source.slice(1), arrived, '--timeout=30s']),
  );
  measured(inSeconds(time));
  // The source also looks by itself, every interval: only the Receiver asks it to.
  const after = await kubectlJson<GitRepository>(source);
  expect(after.status.lastHandledReconcileAt).not.toBe(before.status.lastHandledReconcileAt);
  expect(time).toBeLessThan(3);
});

test('notifications: a commit that Flux applies is marked as a success', async () => {
  clone.write({ [manifest]: `${manifestBefore}# applied\n` });
  await markedAs(await clone.push(), 'success');
});

test('notifications: a commit that Flux cannot apply is marked as a failure, and the chat is told why', async () => {
  clone.write({ [manifest]: `${manifestBefore}---\napiVersion: v1\nkind: Unheard\nmetadata:\n  name: of\n` });
  const revision = await clone.push();
  await markedAs(revision, 'failure');
  const told = await until('the chat to be told', 60, async () =>
    (await chat()).split('\n').find((line) => line.includes(revision) && line.includes('Unheard')),
  );
  expect(JSON.parse(told)).toMatchObject({
    attachments: [{ author_name: 'kustomization/infrastructure.flux-system' }],
  });
});
