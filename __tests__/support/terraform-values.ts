import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives what Terraform makes of values in its JSON: of their templates, in texts and in keys. */
export type Evaluate = (values: unknown) => unknown;

export const hasTerraform = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

/** By the real Terraform: as the output of a configuration that has no resources and so needs no providers. */
export function evaluateByTerraform(values: unknown): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'terraform-values-'));
  const run = (...args: string[]) =>
    execFileSync('terraform', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe', maxBuffer: 2 ** 28 });
  try {
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ output: { values: { value: values } } }));
    run('init', '-backend=false');
    run('apply', '-auto-approve');
    return JSON.parse(run('output', '-json', 'values'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** By what Terraform documents, and constants: https://developer.hashicorp.com/terraform/language/expressions/strings */
export function evaluateByModel(values: unknown): unknown {
  if (typeof values === 'string') return unescaped(values);
  if (Array.isArray(values)) return values.map(evaluateByModel);
  if (typeof values !== 'object' || values === null) return values;
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [unescaped(key), evaluateByModel(value)]),
  );
}

function unescaped(text: string): string {
  return text.replace(/\$\{("[^"]*")\}|\$\$\{|%%\{|\$\{|%\{/g, (found, constant?: string) => {
    if (constant !== undefined) return JSON.parse(constant) as string;
    if (found.length === 3) return found.slice(1);
    throw new Error(`Terraform would evaluate ${JSON.stringify(text)}`);
  });
}
