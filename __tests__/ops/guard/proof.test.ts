import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allMutations } from '../../e2e-guard/support/mutations';
import { checkout } from '../../support/synth';

test('the table in the docs has every mutation, in order', () => {
  const rows = readFileSync(join(checkout, 'docs/guard-proof.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2);
  expect(rows.map((row) => row.split(' | ')[0]!.slice(2).trim())).toEqual(
    allMutations.map(({ name }) => name),
  );
});

test('there are at least sixty mutations', () => {
  expect(allMutations.length).toBeGreaterThanOrEqual(60);
});
