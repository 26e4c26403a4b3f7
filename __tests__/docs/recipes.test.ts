import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkout } from '../support/synth';
import { apply, recipes } from './support/recipes';

/** A copy of the checkout in which all recipes are followed, one after the other. */
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'infra-fleet-recipes-'));
  const files = execFileSync('git', ['ls-files'], { cwd: checkout, encoding: 'utf8' }).split('\n');
  for (const file of files.filter(Boolean)) cpSync(join(checkout, file), join(copy, file));
  symlinkSync(join(checkout, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true }));

function run(command: string) {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: copy, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

describe.each(recipes())('$title', ({ edits, commands }) => {
  test('every edit fits the checkout', () => {
    expect(() => edits.forEach((edit) => apply(copy, edit))).not.toThrow();
  });

  test.each(commands)('%s', (command) => {
    expect(run(command)).toMatchObject({ status: 0, output: expect.stringMatching(/\d passed/) as string });
  });
});

describe('the checkout with every recipe followed', () => {
  const files = recipes()
    .flatMap(({ edits }) => edits.map(({ file }) => file))
    .join(' ');

  test.each(['npx tsc --noEmit', `npx eslint ${files}`, `npx prettier --check ${files}`])(
    'passes %s',
    (check) => {
      expect(run(check)).toMatchObject({ status: 0 });
    },
  );
});
