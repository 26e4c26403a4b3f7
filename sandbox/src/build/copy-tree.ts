import { chmod, cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Copies a folder of the module cache, where everything is read-only, so that the copy can be changed and removed.
 *
 * @param wanted whether to copy a file or folder, by its path within the source. Default: all
 */
export async function copyTree(
  source: string,
  target: string,
  wanted: (path: string) => boolean = () => true,
  within = '',
): Promise<void> {
  await mkdir(join(target, within), { recursive: true });
  for (const entry of await readdir(join(source, within), { withFileTypes: true })) {
    const path = join(within, entry.name);
    if (!wanted(path)) continue;
    if (entry.isDirectory()) {
      await copyTree(source, target, wanted, path);
    } else {
      await cp(join(source, path), join(target, path));
      await chmod(join(target, path), 0o644);
    }
  }
}
