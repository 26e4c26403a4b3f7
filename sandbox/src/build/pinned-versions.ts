import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSets, type BuildSetName } from './build-sets.js';
import { checkout } from '../paths.js';

/** Version of a module in the pins of a set, for example `v1.36.3`. */
export function pinnedModule(set: BuildSetName, module: string): string {
  const pins = readFileSync(join(buildSets[set].pins, 'go.mod'), 'utf8');
  const line = pins.split('\n').find((text) => text.trim().startsWith(`${module} `));
  return line?.trim().split(/\s+/)[1] ?? 'unknown';
}

/** Version of a Python package in the requirements. */
export function pinnedPackage(name: string): string {
  const pins = readFileSync(join(checkout, 'sandbox', 'python', 'requirements.txt'), 'utf8');
  return new RegExp(`^${name}==(\\S+)`, 'm').exec(pins)?.[1] ?? 'unknown';
}
