import { isPlainText } from '../../../lib/validation/plain-text';

test.each(['yes', 'n', '~', '', '012', '0o7', '1_000', '1e3', '1:30', '2001-12-14', '=', '<<', 'a: b'])(
  '%j needs quotes',
  (text) => {
    expect(isPlainText(text)).toBe(false);
  },
);

test.each(['dev', 'release/2026.1', 'infra-fleet-dev', 'refs/heads/no'])('%j needs no quotes', (text) => {
  expect(isPlainText(text)).toBe(true);
});
