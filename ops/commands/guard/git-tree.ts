import { execFileSync } from 'node:child_process';
import { UsageError } from '../../usage-error';

/** The YAML files of one revision, by path below the folder that Flux reconciles. */
export type GitTree = ReadonlyMap<string, string>;

/**
 * Reads a folder as it was in a revision.
 *
 * @param repository a folder of the repository
 * @param folder from the repository's root, for example `gitops`
 * @throws UsageError if there is no such revision
 */
export function readTree(repository: string, revision: string, folder: string): GitTree {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', repository, ...args], {
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  let listed: string;
  try {
    listed = git(
      'ls-tree',
      '-r',
      '--name-only',
      '--full-tree',
      '-z',
      `${revision}^{commit}`,
      '--',
      `${folder}/`,
    );
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    throw new UsageError(
      `ops guard: Git does not know the revision "${revision}": ${stderr.trim()}. Allowed: a branch, tag or commit.`,
    );
  }
  const paths = listed.split('\0').filter((path) => /\.ya?ml$/.test(path));
  return new Map(paths.map((path) => [path.slice(folder.length + 1), git('show', `${revision}:${path}`)]));
}
