import { milliseconds, parseDuration } from '../../../lib/validation/duration';

test.each([
  ['90s', 90_000],
  ['1m30s', 90_000],
  ['1.5m', 90_000],
  ['2h', 7_200_000],
  ['1500ms', 1500],
])('%s has %d milliseconds', (text, expected) => {
  expect(milliseconds(text)).toBe(expected);
});

test.each(['', '90', 's', '1 m', '-1m', '1d', '1m30'])('%p is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test('what is no duration is refused with what is allowed', () => {
  expect(() => milliseconds('10')).toThrow(
    '"10" is not a duration. Allowed: numbers with the units h, m, s and ms',
  );
});
