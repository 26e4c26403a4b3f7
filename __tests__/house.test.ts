import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCycle, importGraph } from './support/import-graph';
import { checkout } from './support/synth';

const sourceFolders = ['lib', 'stacks', 'ops', 'sandbox/src'];
const mostLines = 300;

/** Written by a program, or data in a form of somebody else's. */
const notWrittenHere = /(^|\/)(package-lock\.json|go\.mod|go\.sum|.*\.png|.*\.schema\.json)$/;

const trackedFiles = (...paths: string[]) =>
  execFileSync('git', ['ls-files', '-z', ...paths], { cwd: checkout, encoding: 'utf8' })
    .split('\0')
    .filter(Boolean);

/** The rules that the linter finds broken when a file imports another. */
function brokenRules(file: string, imported: string): string[] {
  return brokenRulesOf(file, `import type { Any } from '${imported}';\nexport type Own = Any;\n`);
}

/** The rules that the linter finds broken when a file has some text. */
function brokenRulesOf(file: string, input: string): string[] {
  const options = { cwd: checkout, input, encoding: 'utf8' } as const;
  return JSON.parse(execFileSync('node', ['__tests__/support/lint-imports.mjs', file], options)) as string[];
}

test.each([
  ['lib/aws/naming.ts', '../cluster/control-plane'],
  ['lib/flux/manifests/owner.ts', '../../fleet/schema'],
  ['lib/registry/registry.ts', '../network/vpc'],
  ['lib/fleet/load.ts', '../../stacks/fleet-stack'],
  ['ops/commands/guard.ts', '../../stacks/fleet-stack'],
  ['main.ts', './ops/ops'],
])('the linter refuses that %s imports %s', (file, imported) => {
  expect(brokenRules(file, imported)).toEqual(['@typescript-eslint/no-restricted-imports']);
});

test.each([
  ["import a from './../cluster/a';", '@typescript-eslint/no-restricted-imports'],
  ["export * from '../validation/../cluster/a';", '@typescript-eslint/no-restricted-imports'],
  ["export const a = import('../cluster/a');", 'no-restricted-syntax'],
  ["export type A = import('../cluster/a').A;", 'no-restricted-syntax'],
])('the linter refuses %s in lib/aws too', (text, rule) => {
  expect(brokenRulesOf('lib/aws/naming.ts', text)).toEqual([rule]);
});

test.each([
  ['lib/cluster/node-role.ts', '../aws/naming'],
  ['sandbox/src/cli.ts', '../../ops/cluster/readiness.js'],
])('the linter accepts that %s imports %s', (file, imported) => {
  expect(brokenRules(file, imported)).toEqual([]);
});

test('the graph of imports has the types that a file imports', () => {
  expect(importGraph(['stacks']).get('stacks/flux-stack-props.ts')).toContain('stacks/fleet-stack.ts');
});

test('a circle of imports is found', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', []],
    ['d', ['b']],
  ]);
  expect(findCycle(graph)).toEqual(['b', 'd', 'b']);
});

test('no files import each other in a circle, types included', () => {
  expect(findCycle(importGraph(sourceFolders))).toBeUndefined();
});

test(`no source file is longer than ${mostLines} lines`, () => {
  const long = trackedFiles()
    .filter((file) => !notWrittenHere.test(file))
    .filter((file) => readFileSync(join(checkout, file), 'utf8').split('\n').length - 1 > mostLines);
  expect(long).toEqual([]);
});

test('lib/config is gone', () => {
  expect(trackedFiles('lib/config')).toEqual([]);
});
