import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The files of a repository that Flux reconciles, by path from its root. */
export interface SourceTree {
  /** The text of a file; undefined if there is none. */
  read(path: string): string | undefined;
  /** What is directly in a folder; undefined if there is none. */
  list(folder: string): readonly { readonly name: string; readonly isFolder: boolean }[] | undefined;
}

/** A repository that is checked out in a folder. */
export function folderTree(root: string): SourceTree {
  const isThere = (path: string, what: 'isFile' | 'isDirectory') =>
    statSync(join(root, path), { throwIfNoEntry: false })?.[what]() === true;
  return {
    read: (path) => (isThere(path, 'isFile') ? readFileSync(join(root, path), 'utf8') : undefined),
    list: (folder) =>
      isThere(folder, 'isDirectory')
        ? readdirSync(join(root, folder), { withFileTypes: true }).map((entry) => ({
            name: entry.name,
            isFolder: entry.isDirectory(),
          }))
        : undefined,
  };
}

/** A repository as it was in a revision that Git knows. */
export function revisionTree(repository: string, revision: string): SourceTree {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8', maxBuffer: 1024 * 1024 * 1024 });
  const files = new Set(git('ls-tree', '-r', '--full-tree', '--name-only', '-z', revision).split('\0'));
  return {
    read: (path) => (files.has(path) ? git('show', `${revision}:${path}`) : undefined),
    list: (folder) => {
      const inside = folder === '.' ? '' : `${folder}/`;
      const below = [...files].filter((path) => path !== '' && path.startsWith(inside));
      const names = new Map(
        below
          .map((path) => path.slice(inside.length).split('/'))
          .map(([name = '', ...rest]) => [name, rest.length > 0]),
      );
      return below.length === 0 ? undefined : [...names].map(([name, isFolder]) => ({ name, isFolder }));
    },
  };
}
