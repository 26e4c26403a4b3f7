import { execFileSync } from 'node:child_process';
import { UsageError } from '../../usage-error';

/** The YAML files of one revision, by path from the repository's root. */
export type GitTree = ReadonlyMap<string, string>;

/**
 * Reads a repository as it was in a revision.
 *
 * @param repository a folder of the repository
 * @throws UsageError if there is no such revision
 */
export function readTree(repository: string, revision: string): GitTree {
  const git = (args: readonly string[], input = '') =>
    execFileSync('git', ['-C', repository, ...args], {
      input,
      maxBuffer: 1024 * 1024 * 1024,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  let listed: Buffer;
  try {
    listed = git(['ls-tree', '-r', '--full-tree', '-z', `${revision}^{commit}`]);
  } catch (error) {
    const { stderr = '' } = error as { stderr?: Buffer | string };
    throw new UsageError(
      `ops guard: Git does not know the revision "${revision}" in ${repository}: ${String(stderr).trim()}. Allowed: a branch, tag or commit.`,
    );
  }
  // Each entry is "<mode> <type> <object>\t<path>".
  const files = listed
    .toString()
    .split('\0')
    .map((entry) => entry.split('\t') as [string, string])
    .filter(([facts, path]) => facts.includes(' blob ') && /\.ya?ml$|(^|\/)Kustomization$/.test(path));
  const objects = files.map(([facts]) => facts.split(' ')[2]);
  const contents = contentsIn(git(['cat-file', '--batch'], `${objects.join('\n')}\n`));
  return new Map(files.map(([, path], index) => [path, contents[index] ?? '']));
}

/** What `git cat-file --batch` writes: for each object a line that ends with its size, the content, and a line feed. */
function contentsIn(batch: Buffer): readonly string[] {
  const contents: string[] = [];
  for (let at = 0; at < batch.length;) {
    const begin = batch.indexOf('\n', at) + 1;
    const size = Number(batch.toString('utf8', at, begin).trim().split(' ')[2]);
    contents.push(batch.toString('utf8', begin, begin + size));
    at = begin + size + 1;
  }
  return contents;
}
