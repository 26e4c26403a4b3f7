import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../usage-error';

/** A revision of a repository, as the source-controller would offer it, in a folder of its own. */
export interface Revision {
  /** As it was asked for, for example `HEAD~1`. */
  readonly name: string;
  /** The commit's full hash. */
  readonly commit: string;
  /** Every file of it. */
  readonly folder: string;
  /** The files that Flux gets. */
  readonly artifact: string;
}

/** What Flux leaves out of every source: https://fluxcd.io/flux/components/source/gitrepositories/#default-exclusions */
const ignoredByDefault = [
  ...['.git/', '.gitignore', '.gitmodules', '.gitattributes'],
  ...['*.jpg', '*.jpeg', '*.gif', '*.png', '*.wmv', '*.flv', '*.tar.gz', '*.zip'],
  ...[
    '.github/',
    '.circleci/',
    '.travis.yml',
    '.gitlab-ci.yml',
    'appveyor.yml',
    '.drone.yml',
    'cloudbuild.yaml',
  ],
  ...['codeship-services.yml', 'codeship-steps.yml', '**/.goreleaser.yml', '**/.sops.yaml', '**/.flux.yaml'],
];

/**
 * Writes the files of a revision to a temporary folder, which is removed at the end of the process.
 *
 * @param repository a folder of the repository, which may be bare
 * @throws UsageError if there is no such revision
 */
export function checkOut(repository: string, name: string): Revision {
  const commit = commitOf(repository, name);
  const folder = mkdtempSync(join(tmpdir(), 'infra-fleet-guard-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const [whole, artifact] = ['whole', 'artifact'].map((part) => join(folder, part)) as [string, string];
  const patterns = join(folder, 'ignored');
  writeFileSync(patterns, `${ignoredByDefault.join('\n')}\n`);
  const shared = {
    GIT_DIR: git(repository, ['rev-parse', '--absolute-git-dir']).trim(),
    GIT_INDEX_FILE: join(folder, 'index'),
  };
  const inFolder = (part: string, ...args: readonly string[]) =>
    git(part, args, { ...process.env, ...shared, GIT_WORK_TREE: part });
  for (const part of [whole, artifact]) {
    mkdirSync(part);
    inFolder(part, 'read-tree', commit);
    inFolder(part, 'checkout-index', '--all', '--quiet');
  }
  const patternOptions = ['-X', patterns, '--exclude-per-directory=.sourceignore'];
  const ignored = inFolder(artifact, 'ls-files', '-z', '-i', '-c', ...patternOptions);
  for (const path of ignored.split('\0').filter(Boolean)) unlinkSync(join(artifact, path));
  return { name, commit, folder: whole, artifact };
}

/** @throws UsageError if there is no such revision */
function commitOf(repository: string, name: string): string {
  try {
    return git(repository, [
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${name}^{commit}`,
    ]).trim();
  } catch {
    throw new UsageError(
      `ops guard: Git does not know the revision "${name}". Allowed: a branch, tag or commit of ${repository}.`,
    );
  }
}

function git(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): string {
  return execFileSync('git', ['-C', folder, ...args], {
    encoding: 'utf8',
    env,
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
