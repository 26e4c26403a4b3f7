import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawDependencies, shownDependencies } from '../../docs/dependency-picture';
import { drawImports, roomImports, shownPicture } from '../../docs/import-picture';
import { checkout } from '../support/synth';

/** The folders that the map must have: those at the top, and those one level below `lib`, `ops` and `sandbox`. */
function folders(): string[] {
  const files = execFileSync('git', ['ls-files'], { cwd: checkout, encoding: 'utf8' }).split('\n');
  const found = files.flatMap((file) => /^(?:(?:lib|ops|sandbox)\/[^/]+|[^/]+)\//.exec(file)?.[0] ?? []);
  return [...new Set(found)].filter((folder) => !['lib/', 'ops/', 'sandbox/'].includes(folder)).sort();
}

function mappedFolders(): string[] {
  const text = readFileSync(join(checkout, 'CONTRIBUTING.md'), 'utf8');
  return [...text.matchAll(/^\| `(\S+\/)` /gm)].map(([, folder]) => folder!).sort();
}

test('the map has one line for each folder', () => {
  expect(mappedFolders()).toEqual(folders());
});

test('the picture shows which folders import which (make picture redraws it)', () => {
  expect(shownPicture()).toBe(drawImports(roomImports()));
});

test('the picture shows which Kustomizations wait for which (make picture redraws it)', () => {
  expect(shownDependencies()).toBe(drawDependencies());
});

test('a picture has no arrow that others imply', () => {
  const imports = new Map([
    ['stacks', new Set(['cluster', 'aws'])],
    ['cluster', new Set(['aws'])],
    ['aws', new Set<string>()],
  ]);
  expect(drawImports(imports)).toBe(
    ['```mermaid', 'graph TD', '  cluster --> aws', '  stacks --> cluster', '```'].join('\n'),
  );
});
