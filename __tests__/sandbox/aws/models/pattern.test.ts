import { matches } from '../../../../sandbox/src/aws/models/pattern.js';

test.each([
  ['[a-z]+', 'abc', true],
  ['[a-z]+', 'abc1', false],
  ['^[0-9A-Za-z][A-Za-z0-9\\-_]*', 'a b', false],
  ['[\\p{L}\\p{Z}_.:/=+\\-@]*', 'Ünï côde', true],
  ['(?i)abc', 'ABC', true],
  ['[\\w+=,.@-]+', 'a/b', false],
])('whether %s covers %j', (pattern, text, result) => {
  expect(matches(pattern, text)).toBe(result);
});

test('of a pattern that nothing here reads it is not known', () => {
  expect(matches('(?<=a)(?>b)*+\\G', 'abc')).toBeUndefined();
});
