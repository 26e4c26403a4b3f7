import fc from 'fast-check';
import { ConfigurationError } from '../../../lib/validation/errors';
import { maskUrls } from '../../../lib/validation/mask-urls';
import { seed } from '../../support/hostile-text';

test.each([
  ['https://alice:hunter2@example.com/fleet', 'https://...@example.com/fleet'],
  ['oci://robot:hunter2@registry.example.com/charts', 'oci://...@registry.example.com/charts'],
  ['ssh://git:hunter2@example.com/fleet', 'ssh://...@example.com/fleet'],
  ['https://ghp_hunter2@github.com/example/fleet', 'https://...@github.com/example/fleet'],
  ['https://alice:hunter@2@example.com', 'https://...@example.com'],
  ['https://alice:hunter/2@example.com/fleet', 'https://...@example.com/fleet'],
  ['redis://:hunter2@example.com:6379/0', 'redis://...@example.com:6379/0'],
  [
    '"https://alice:hunter2@example.com" and http://b:hunter2@example.org',
    '"https://...@example.com" and http://...@example.org',
  ],
  ['"https://alice:hunter 2\\"@example.com/fleet"', '"https://...@example.com/fleet"'],
  [
    'https://example.com/fleet?token=hunter2&ref=hunter2#top',
    'https://example.com/fleet?token=...&ref=...#top',
  ],
])('%s is shown as %s', (text, shown) => {
  expect(maskUrls(text)).toBe(shown);
});

test.each([
  'ssh://git@github.com/example/fleet.git',
  'oci://ghcr.io/example/fleet@sha256:0123',
  'https://example.com:8443/@scope/fleet',
  'git@github.com:example/fleet.git',
  'platform@example.com',
  'arn:aws:iam::111122223333:role/a',
  'Is it https://example.com? a=b',
])('%s has nothing to mask', (text) => {
  expect(maskUrls(text)).toBe(text);
});

test('no message repeats what stands before the @ of a URL, of any scheme', () => {
  const scheme = fc.stringMatching(/^[a-z][a-z0-9+.-]{1,8}$/);
  const secret = fc.stringMatching(/^[ -~]{8,20}$/).map((text) => `S3cret${text}`);
  fc.assert(
    fc.property(scheme, secret, (name, text) => {
      const given = JSON.stringify(
        `${name}://user:${text}@example.com/fleet?key=${text.replaceAll(/\W/g, '')}`,
      );
      const { message } = new ConfigurationError([
        {
          file: 'a.yaml',
          path: 'b',
          given,
          problem: `does not go with ${given}`,
          allowed: 'c',
          remedy: `Write ${given}.`,
        },
      ]);
      expect(message).not.toContain('S3cret');
    }),
    { seed, numRuns: 1000 },
  );
});
