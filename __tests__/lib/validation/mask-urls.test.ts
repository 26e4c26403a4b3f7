import fc from 'fast-check';
import { ConfigurationError, type Problem } from '../../../lib/validation/errors';
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
  ['" https://alice:hunter 2@example.com/fleet"', '" https://...@example.com/fleet"'],
  ['https:alice:hunter2@example.com/fleet', '...@example.com/fleet'],
  ['https:/alice:hunter2@example.com/fleet', '...@example.com/fleet'],
  ['https:\\\\hunter2@example.com/fleet', '...@example.com/fleet'],
  ['//alice:hunter2@example.com/fleet', '//...@example.com/fleet'],
  ['alice:hunter2@example.com', '...@example.com'],
  ['https://example.com/#access_token=hunter2', 'https://example.com/#access_token=...'],
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
  'arn:aws:iam::111122223333:user/jo@example.com',
  'example/fleet:v1@sha256:0123',
  '"key": "jo@example.com"',
  'Is it https://example.com? a=b',
])('%s has nothing to mask', (text) => {
  expect(maskUrls(text)).toBe(text);
});

const secret = fc.stringMatching(/^[ -~]{8,20}$/).map((text) => `S3cret${text}`);
const word = fc.stringMatching(/^\w{8,20}$/).map((text) => `S3cret${text}`);
const scheme = fc.stringMatching(/^[a-z][a-z0-9+.-]{1,8}$/);
const url = fc.tuple(scheme, secret).map(([name, text]) => `${name}://user:${text}@example.com/fleet`);
const likeUrl = fc
  .tuple(scheme, fc.constantFrom(':', ':/', ':\\'), word)
  .map(([name, slashes, text]) => `${name}${slashes}user:${text}@example.com`);
const queried = fc.tuple(scheme, word).map(([name, text]) => `${name}://example.com/fleet?key=${text}`);
const before = fc.constantFrom('', ' ', 'see ', '(', '- ');

test('no part of a message repeats what is secret in a URL, of any scheme', () => {
  fc.assert(
    fc.property(before, fc.oneof(url, likeUrl, queried), (start, text) => {
      const given = JSON.stringify(`${start}${text}`);
      const parts = ['file', 'path', 'given', 'problem', 'allowed', 'remedy'] as const;
      const problem = Object.fromEntries(
        parts.map((part) => [part, `${part} ${given}`]),
      ) as unknown as Problem;
      expect(new ConfigurationError([problem]).format()).not.toContain('S3cret');
    }),
    { seed, numRuns: 2000 },
  );
});
