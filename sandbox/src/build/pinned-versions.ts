import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSets, type BuildSetName } from './build-sets.js';
import { checkout } from '../paths.js';

/** Version of a module in the pins of a set, for example `v1.36.3`. */
export function pinnedModule(set: BuildSetName, module: string): string {
  return findPin(set, module) ?? 'unknown';
}

/** Version of the module that a program of a set is built from. */
export function pinnedProgram(set: BuildSetName, name: string): string {
  let path = buildSets[set].programs.find((program) => program.name === name)?.package ?? '';
  while (path.includes('/')) {
    const version = findPin(set, path);
    if (version !== undefined) return version;
    path = dirname(path);
  }
  return 'unknown';
}

function findPin(set: BuildSetName, module: string): string | undefined {
  const pins = readFileSync(join(buildSets[set].pins, 'go.mod'), 'utf8');
  const line = pins.split('\n').find((text) => text.startsWith(`\t${module} v`));
  return line?.trim().split(/\s+/)[1];
}

/** Version of a Python package in the requirements. */
export function pinnedPackage(name: string): string {
  const pins = readFileSync(join(checkout, 'sandbox', 'python', 'requirements.txt'), 'utf8');
  return new RegExp(`^${name}==(\\S+)`, 'm').exec(pins)?.[1] ?? 'unknown';
}
