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
