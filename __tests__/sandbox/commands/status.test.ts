import { fluxRows } from '../../../sandbox/src/commands/status.js';

const words = Array.from({ length: 80 }, (_, index) => `word-${index}`);
const object = { kind: 'HelmRelease', name: 'apps/hello', message: words.join('\n') };

/** The words that the row of an object shows of its message. */
function shown(ready: boolean): string[] {
  const [row] = fluxRows({ objects: [{ ...object, ready }] });
  return row!.at(-1)!.split(/\s+/);
}

test('an object that is not Ready shows its whole message', () => {
  expect(shown(false)).toEqual(words);
});

test('an object that is Ready shows one line', () => {
  const [row] = fluxRows({ objects: [{ ...object, ready: true }] });
  expect(row!.at(-1)).toMatch(/^word-0 .{60,80}\.\.\.$/);
});
