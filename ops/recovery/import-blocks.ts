import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What Terraform should import with the next apply (https://developer.hashicorp.com/terraform/language/import). */
export interface ImportBlock {
  /** The address of the resource. */
  readonly to: string;
  readonly id: string;
}

const fileName = 'taken-in.tf.json';

/** The import blocks beside a stack's configuration. A damaged file counts as none and is rewritten. */
export function readImportBlocks(folder: string): readonly ImportBlock[] {
  const file = join(folder, fileName);
  if (!existsSync(file)) return [];
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { import: ImportBlock[] }).import;
  } catch {
    return [];
  }
}

/** Replaces them; without any, the file is removed. */
export function writeImportBlocks(folder: string, blocks: readonly ImportBlock[]): void {
  const file = join(folder, fileName);
  if (blocks.length === 0) rmSync(file, { force: true });
  else writeFileSync(file, `${JSON.stringify({ import: blocks }, null, 2)}\n`);
}
