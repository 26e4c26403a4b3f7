import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { Checkout } from '../../../sandbox/src/git/checkout.js';
import { GitServer } from '../../../sandbox/src/git/git-server.js';

// Git commands take seconds on a busy machine.
jest.setTimeout(60_000);

let root: string;
let server: GitServer;
let folder: string;
let checkout: Checkout;

const user = ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid'];

async function git(...args: readonly string[]): Promise<string> {
  return (await execa('git', [...user, '-C', folder, ...args])).stdout;
}

async function commit(message: string): Promise<string> {
  appendFileSync(join(folder, 'gitops', 'a.yaml'), `# ${message}\n`);
  await git('add', '--all');
  await git('commit', '--quiet', '-m', message);
  return await git('rev-parse', 'HEAD');
}

/** What `make sandbox` does with a checkout. */
async function start(): Promise<number> {
  await checkout.require();
  await checkout.connect(server.url);
  return await server.repository.follow(folder);
}

/** A commit that somebody else pushes to the sandbox. */
async function pushedByAnother(): Promise<string> {
  const clone = join(root, 'another');
  await execa('git', ['clone', '--quiet', server.url, clone]);
  await execa('git', [...user, '-C', clone, 'commit', '--quiet', '--allow-empty', '-m', 'another']);
  await execa('git', ['-C', clone, 'push', '--quiet']);
  return (await execa('git', ['-C', clone, 'rev-parse', 'HEAD'])).stdout;
}

async function makeCheckout(): Promise<void> {
  mkdirSync(join(folder, 'gitops'), { recursive: true });
  await git('init', '--quiet', '--initial-branch=main');
  await commit('first');
}

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'infra-fleet-checkout-'));
  folder = join(root, 'checkout');
  checkout = new Checkout(folder);
  server = new GitServer({ folder: join(root, 'fleet.git') });
  await server.start();
});

afterEach(async () => {
  await server.stop();
  rmSync(root, { recursive: true });
});

test('Flux follows the commit that the checkout is at', async () => {
  await makeCheckout();
  await start();
  expect(await server.repository.revision()).toBe(await git('rev-parse', 'HEAD'));
});

test.each([
  ['the branch main', []],
  ['another branch', ['switch', '--quiet', '--create', 'feature']],
  ['a detached HEAD', ['switch', '--quiet', '--detach']],
])('git push sandbox brings a commit there from %s', async (_, change) => {
  await makeCheckout();
  await start();
  if (change.length > 0) await git(...change);
  const pushed = await commit('second');
  await git('push', '--quiet', 'sandbox');
  expect(await server.repository.revision()).toBe(pushed);
});

test('a shallow clone starts, pushes and can be cloned in turn', async () => {
  await makeCheckout();
  await commit('second');
  const deep = folder;
  folder = join(root, 'shallow');
  checkout = new Checkout(folder);
  await execa('git', ['clone', '--quiet', '--depth=1', `file://${deep}`, folder]);
  await start();
  const pushed = await commit('third');
  await git('push', '--quiet', 'sandbox');
  const clone = join(root, 'clone');
  await execa('git', ['clone', '--quiet', '--depth=1', server.url, clone]);
  expect((await execa('git', ['-C', clone, 'rev-parse', 'HEAD'])).stdout).toBe(pushed);
});

test('started again, the sandbox gets the commits made since', async () => {
  await makeCheckout();
  await start();
  const newest = await commit('second');
  expect([await start(), await server.repository.revision()]).toEqual([0, newest]);
});

test('started again, the sandbox keeps commits that the checkout does not have, and counts them', async () => {
  await makeCheckout();
  await start();
  const pushed = await pushedByAnother();
  await commit('second');
  expect([await start(), await server.repository.revision()]).toEqual([1, pushed]);
});

test('a push that would lose commits is refused', async () => {
  await makeCheckout();
  await start();
  await pushedByAnother();
  await commit('second');
  await expect(git('push', '--quiet', 'sandbox')).rejects.toThrow(/fetch first|non-fast-forward/);
});

test('commits that only the sandbox has are kept before it goes', async () => {
  await makeCheckout();
  await start();
  const pushed = await pushedByAnother();
  const told = await checkout.keepCommits(server.repository.folder);
  expect([told, await git('rev-parse', 'refs/sandbox/main')]).toEqual([
    expect.stringContaining('1 commits that no branch here has'),
    pushed,
  ]);
});

test('nothing is kept of what the checkout has', async () => {
  await makeCheckout();
  await start();
  expect(await checkout.keepCommits(server.repository.folder)).toBeUndefined();
});

test('the remote goes with the sandbox', async () => {
  await makeCheckout();
  await start();
  await checkout.disconnect();
  expect(await git('remote')).toBe('');
});

test("a remote of the same name that is the user's own stays, and is named", async () => {
  await makeCheckout();
  await git('remote', 'add', 'sandbox', 'https://git.example.com/sandbox.git');
  await expect(checkout.require()).rejects.toThrow(
    /https:\/\/git\.example\.com\/sandbox\.git.*git remote rename/,
  );
  await checkout.disconnect();
  expect(await git('remote')).toBe('sandbox');
});

test.each<[string, () => Promise<unknown> | void]>([
  ['no repository', () => mkdirSync(folder)],
  ['no commit', async () => await execa('git', ['init', '--quiet', folder])],
  [
    'a folder of another repository',
    async () => {
      await makeCheckout();
      checkout = new Checkout(join(folder, 'gitops'));
    },
  ],
])('%s is refused in one line that says what to do', async (_, make) => {
  await make();
  await expect(checkout.require()).rejects.toThrow(
    /^[^\n]* is not a Git repository with a commit[^\n]*git init[^\n]*$/,
  );
});

test('changes without a commit are seen', async () => {
  await makeCheckout();
  writeFileSync(join(folder, 'gitops', 'b.yaml'), 'b: 1\n');
  expect(await checkout.isChanged('gitops')).toBe(true);
});
