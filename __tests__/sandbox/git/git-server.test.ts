import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { GitServer } from '../../../sandbox/src/git/git-server.js';
import { plainGit } from '../../../sandbox/src/git/repository.js';

// Git commands take seconds on a busy machine.
jest.setTimeout(60_000);

const root = mkdtempSync(join(tmpdir(), 'git-server-'));
const server = new GitServer({ folder: join(root, 'fleet.git') });

const user = ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid'];
async function git(...args: readonly string[]): Promise<string> {
  return (await execa('git', [...user, ...args], { env: plainGit })).stdout;
}

async function clone(name: string): Promise<string> {
  const folder = join(root, name);
  await git('clone', '--quiet', server.url, folder);
  return folder;
}

beforeAll(async () => {
  const folder = join(root, 'checkout');
  await git('init', '--quiet', '--initial-branch=work', folder);
  writeFileSync(join(folder, 'a.yaml'), 'a: 1\n');
  await git('-C', folder, 'add', '.');
  await git('-C', folder, 'commit', '--quiet', '-m', 'start');
  await server.start();
  await server.repository.follow(folder);
});

afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true });
});

test('a clone has the files of the checkout on main', async () => {
  expect(await git('-C', await clone('fresh'), 'ls-tree', '-r', '--name-only', 'main')).toBe('a.yaml');
});

test('a large push, which git sends in chunks, arrives', async () => {
  const folder = await clone('large');
  writeFileSync(join(folder, 'large'), randomBytes(3 * 1024 * 1024));
  await git('-C', folder, 'add', '.');
  await git('-C', folder, 'commit', '--quiet', '-m', 'large');
  await git('-C', folder, 'push', '--quiet');
  expect(await server.repository.revision()).toBe(await git('-C', folder, 'rev-parse', 'HEAD'));
});

test('the address stays the same over a restart', async () => {
  const before = server.url;
  await server.stop();
  await server.start();
  expect(server.url).toBe(before);
});

describe('the private address', () => {
  const withPassword = (password: string): string =>
    server.privateUrl.replace('http://', `http://git:${password}@`);

  test('is refused without a token', async () => {
    await expect(git('ls-remote', server.privateUrl)).rejects.toThrow(/could not read Username/);
  });

  test('is refused with a wrong token', async () => {
    await expect(git('ls-remote', withPassword('wrong'))).rejects.toThrow(/Authentication failed/);
  });

  test('has the same repository with the token', async () => {
    expect(await git('ls-remote', withPassword(server.issued.read), 'refs/heads/main')).toBe(
      await git('ls-remote', server.url, 'refs/heads/main'),
    );
  });

  test('takes pushes with the token that may write', async () => {
    const folder = await clone('private');
    await git('-C', folder, 'commit', '--quiet', '--allow-empty', '-m', 'private');
    await git('-C', folder, 'push', '--quiet', withPassword(server.issued.write), 'main');
    expect(await server.repository.revision()).toBe(await git('-C', folder, 'rev-parse', 'HEAD'));
  });

  test('refuses pushes with the token that may only read', async () => {
    const folder = await clone('read-only');
    await git('-C', folder, 'commit', '--quiet', '--allow-empty', '-m', 'read-only');
    const push = git('-C', folder, 'push', '--quiet', withPassword(server.issued.read), 'main');
    await expect(push).rejects.toThrow(/403/);
  });

  test('knows its tokens by their digests alone', () => {
    const kept = readFileSync(server.tokens.file, 'utf8');
    expect(Object.values(server.issued).filter((token) => kept.includes(token))).toEqual([]);
  });
});

test('a listener is told of a push', async () => {
  let end = (): void => undefined;
  const told = new Promise<string>((resolve) => (end = server.onPush(resolve)));
  const folder = await clone('telling');
  await git('-C', folder, 'commit', '--quiet', '--allow-empty', '-m', 'tell');
  await git('-C', folder, 'push', '--quiet');
  expect(await told).toBe(await git('-C', folder, 'rev-parse', 'HEAD'));
  end();
});

describe('statuses of commits', () => {
  const api = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${server.server.origin}/api/v3/repos/example/fleet${path}`, {
      ...init,
      headers: { authorization: `Bearer ${server.issued.read}` },
    });
  const post = (body: unknown): Promise<Response> =>
    api('/statuses/abc', { method: 'POST', body: JSON.stringify(body) });

  test('are listed, the newest first', async () => {
    await post({ state: 'failure', context: 'flux', description: 'failed' });
    await post({ state: 'success', context: 'flux', description: 'applied' });
    expect(await (await api('/commits/abc/statuses')).json()).toEqual([
      { state: 'success', context: 'flux', description: 'applied' },
      { state: 'failure', context: 'flux', description: 'failed' },
    ]);
  });

  test('in a state that GitHub does not have are refused', async () => {
    expect((await post({ state: 'great' })).status).toBe(422);
  });

  test('are refused without a token', async () => {
    const response = await fetch(`${server.server.origin}/api/v3/repos/example/fleet/commits/abc/statuses`);
    expect(response.status).toBe(401);
  });
});

test('another repository is not found', async () => {
  const response = await fetch(server.url.replace('fleet', 'other') + '/info/refs?service=git-upload-pack');
  expect(response.status).toBe(404);
});
