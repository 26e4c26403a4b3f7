import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkout } from '../support/synth';
import { apply, recipes } from './support/recipes';

const edits = recipes().flatMap((recipe) => recipe.edits);
const files = edits.map(({ file }) => file);

/** A copy of the checkout in which all recipes are followed, one after the other. */
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'infra-fleet-recipes-'));
  const tracked = execFileSync('git', ['ls-files'], { cwd: checkout, encoding: 'utf8' }).split('\n');
  for (const file of tracked.filter(Boolean)) cpSync(join(checkout, file), join(copy, file));
  symlinkSync(join(checkout, 'node_modules'), join(copy, 'node_modules'));
  for (const edit of edits) apply(copy, edit);
});
afterAll(() => rmSync(copy, { recursive: true }));

/** Runs a command in the copy, and gives what it wrote. */
function run(command: string): string {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: copy, encoding: 'utf8' });
  if (status !== 0) throw new Error(`"${command}" ended with ${String(status)}:\n${stdout}${stderr}`);
  return `${stdout}${stderr}`;
}

describe.each(recipes())('$title', ({ commands }) => {
  test.each(commands)('%s', (command) => {
    expect(run(command)).toMatch(/Tests: .*\d passed/);
  });
});

describe('the checkout with every recipe followed', () => {
  test.each(['npx tsc --noEmit', `npx prettier --check ${files.join(' ')}`])('passes %s', (check) => {
    expect(() => run(check)).not.toThrow();
  });
});
