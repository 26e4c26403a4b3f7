import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Synthesized {
  readonly import?: readonly { readonly to: string }[];
}

/**
 * Does something while the configuration of a stack has no import blocks: Terraform reads what they name in every plan, also with
 * `-refresh=false`. Gives `work` the addresses. If it is killed meanwhile, the next `cdktf synth` writes the blocks again.
 */
export async function withoutImports<T>(
  folder: string,
  work: (addresses: readonly string[]) => Promise<T>,
): Promise<T> {
  const file = join(folder, 'cdk.tf.json');
  const text = readFileSync(file, 'utf8');
  const { import: blocks, ...rest } = JSON.parse(text) as Synthesized;
  if (blocks === undefined) return await work([]);
  writeFileSync(file, JSON.stringify(rest));
  try {
    return await work(blocks.map(({ to }) => to));
  } finally {
    writeFileSync(file, text);
  }
}
