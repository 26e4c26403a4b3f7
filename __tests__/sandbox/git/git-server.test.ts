import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { GitServer, seedRepository } from '../../../sandbox/src/git/git-server.js';
import { plainGit } from '../../../sandbox/src/git/repository.js';

const root = mkdtempSync(join(tmpdir(), 'git-server-'));
const content = join(root, 'content');
const server = new GitServer({ folder: join(root, 'fleet.git') });
let seeded: string;

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
  mkdirSync(join(content, 'clusters'), { recursive: true });
  writeFileSync(join(content, 'clusters', 'a.yaml'), 'a: 1\n');
  await server.start();
  seeded = await seedRepository({ server, folder: content });
});

afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true });
});

test('a clone has the files of the folder on main', async () => {
  expect(await git('-C', await clone('fresh'), 'ls-tree', '-r', '--name-only', 'main')).toBe(
    'clusters/a.yaml',
  );
});

test('seeding gives the revision of main', async () => {
  expect(await git('ls-remote', server.url, 'refs/heads/main')).toBe(`${seeded}\trefs/heads/main`);
});

test('a large push, which git sends in chunks, arrives', async () => {
  const folder = await clone('large');
  writeFileSync(join(folder, 'large'), randomBytes(3 * 1024 * 1024));
  await git('-C', folder, 'add', '.');
  await git('-C', folder, 'commit', '--quiet', '-m', 'large');
  await git('-C', folder, 'push', '--quiet');
  expect(await server.repository.revision()).toBe(await git('-C', folder, 'rev-parse', 'HEAD'));
});

test('seeding a repository with history leaves it alone', async () => {
  const before = await server.repository.revision();
  writeFileSync(join(content, 'b.yaml'), 'b: 1\n');
  expect(await seedRepository({ server, folder: content })).toBe(before);
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
    expect(await git('ls-remote', withPassword(server.token), 'refs/heads/main')).toBe(
      await git('ls-remote', server.url, 'refs/heads/main'),
    );
  });

  test('takes pushes with the token', async () => {
    const folder = await clone('private');
    await git('-C', folder, 'commit', '--quiet', '--allow-empty', '-m', 'private');
    await git('-C', folder, 'push', '--quiet', withPassword(server.token), 'main');
    expect(await server.repository.revision()).toBe(await git('-C', folder, 'rev-parse', 'HEAD'));
  });

  test('knows its tokens by their digests alone', () => {
    expect(readFileSync(server.tokens.file, 'utf8')).not.toContain(server.token);
  });
});

test('another repository is not found', async () => {
  const response = await fetch(server.url.replace('fleet', 'other') + '/info/refs?service=git-upload-pack');
  expect(response.status).toBe(404);
});

test('seeding from a folder that does not exist names the folder', async () => {
  const empty = new GitServer({ folder: join(root, 'empty.git') });
  await empty.start();
  const seeding = seedRepository({ server: empty, folder: join(root, 'nowhere') });
  await expect(seeding.finally(async () => await empty.stop())).rejects.toThrow(join(root, 'nowhere'));
});
