import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from '../paths.js';
import { type BuildSet, type BuildSetName, buildFlags, buildSets, goToolchain } from './build-sets.js';

/**
 * A hash of everything that determines a set's programs: the pins, this project's sources, the flags, the toolchain and the
 * machine's platform.
 */
export function buildKey(set: BuildSet): string {
  const hash = createHash('sha256');
  const recipe = { ...set, pins: undefined };
  hash.update(JSON.stringify([goToolchain, process.platform, process.arch, buildFlags(set), recipe]));
  for (const file of sourceFiles(set)) {
    hash.update(`\n${file.name}\n`);
    hash.update(readFileSync(file.path));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Where a set's programs are, or will be, in the cache. */
export function buildFolder(name: BuildSetName): string {
  return join(cache.builds, `${name}-${buildKey(buildSets[name])}`);
}

interface SourceFile {
  readonly name: string;
  readonly path: string;
}

function sourceFiles(set: BuildSet): SourceFile[] {
  const files =
    set.ownSources === true
      ? readdirSync(set.pins, { recursive: true, encoding: 'utf8' }).filter(isSource).sort()
      : ['go.mod', 'go.sum'];
  const trims = set.copies?.some((copy) => copy.awsServices !== undefined) === true;
  return [
    ...files.map((name) => ({ name, path: join(set.pins, name) })),
    ...(trims ? [{ name: 'trim', path: join(import.meta.dirname, 'trim-aws-provider.ts') }] : []),
  ];
}

function isSource(name: string): boolean {
  if (name.includes('testdata')) return false;
  return (name.endsWith('.go') && !name.endsWith('_test.go')) || name === 'go.mod' || name === 'go.sum';
}
