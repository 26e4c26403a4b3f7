import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkOut } from '../../../ops/guard/revision';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'infra-fleet-revision-'));
  git('init', '--quiet');
});
afterEach(() => rmSync(folder, { recursive: true }));

function git(...args: readonly string[]): void {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
  execFileSync('git', ['-C', folder, ...identity, ...args], { stdio: 'pipe' });
}

function commit(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git('add', '--all');
  git('commit', '--quiet', '--message=Test');
}

function filesIn(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}

test('Flux gets neither what it leaves out by default nor what .sourceignore names', () => {
  commit({ 'apps/a.yaml': 'a', 'apps/b.yaml': 'b', 'picture.png': 'c', 'apps/.sourceignore': 'b.yaml' });
  expect(filesIn(checkOut(folder, 'HEAD').artifact)).toEqual(['.sourceignore', 'a.yaml']);
});

test('a revision is read with its own .sourceignore, not with that of the checkout', () => {
  commit({ 'a.yaml': 'a', '.sourceignore': '' });
  commit({ '.sourceignore': 'a.yaml' });
  expect(filesIn(checkOut(folder, 'HEAD~1').artifact)).toEqual(['.sourceignore', 'a.yaml']);
});

test('a folder below the top of a repository stands for the whole repository', () => {
  commit({ 'a.yaml': 'a', 'apps/b.yaml': 'b' });
  expect(filesIn(checkOut(join(folder, 'apps'), 'HEAD').folder)).toEqual(['a.yaml', 'b.yaml']);
});

test('a bare repository is read as any other', () => {
  commit({ 'a.yaml': 'a' });
  git('clone', '--quiet', '--bare', '.', 'bare.git');
  expect(filesIn(checkOut(join(folder, 'bare.git'), 'HEAD').artifact)).toEqual(['a.yaml']);
});

test('a revision that Git does not know is told with what is allowed', () => {
  commit({ 'a.yaml': 'a' });
  expect(() => checkOut(folder, 'nothing')).toThrow(
    `ops guard: Git does not know the revision "nothing". Allowed: a branch, tag or commit of ${folder}.`,
  );
});
