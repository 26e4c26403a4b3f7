import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackNames } from './contracts';
import type { StateLocation } from './state-location';

/** A state as Terraform writes it before its first change, without resources. */
const emptyState = {
  version: 4,
  terraform_version: '1.11.0',
  serial: 0,
  lineage: '',
  outputs: {},
  resources: [],
};

/**
 * Creates an empty state for every stack that has none, so that a stack can be planned before the stacks it reads are
 * deployed. An existing state is never touched.
 */
export function seedLocalStates(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const stack of stackNames) {
    const file = join(folder, `${stack}.tfstate`);
    if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(emptyState, null, 2)}\n`, { flag: 'wx' });
  }
}

/**
 * Lets `terraform init` run without questions if this output folder was last used with states elsewhere, for another fleet
 * or with other overrides: Terraform remembers the backend of the last `init` and would ask whether to migrate its state.
 * Only that memory is removed.
 */
export function forgetOtherBackends(outdir: string, location: StateLocation): void {
  mkdirSync(outdir, { recursive: true });
  const marker = join(outdir, 'state-location.json');
  const current = `${JSON.stringify(location)}\n`;
  if (existsSync(marker) && readFileSync(marker, 'utf8') === current) return;
  for (const stack of stackNames) {
    rmSync(join(outdir, 'stacks', stack, '.terraform', 'terraform.tfstate'), { force: true });
  }
  writeFileSync(marker, current);
}
