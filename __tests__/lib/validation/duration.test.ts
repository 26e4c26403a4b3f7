import { durationSeconds } from '../../../lib/validation/duration';

test.each([
  ['90s', 90],
  ['1m30s', 90],
  ['1.5m', 90],
  ['2h', 7200],
  ['1500ms', 1.5],
])('%s has %d seconds', (text, seconds) => {
  expect(durationSeconds(text)).toBe(seconds);
});

test.each(['', '90', 's', '1 m', '-1m', '1d', '1m30'])('%p is no duration', (text) => {
  expect(durationSeconds(text)).toBeUndefined();
});
