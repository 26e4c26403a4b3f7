import { SandboxError } from '../../sandbox/src/errors.js';

test('a failure is told without the passwords of URLs in it', () => {
  const url = 'https://alice:hunter2@proxy.example.com';
  expect(new SandboxError(`No answer from ${url}.`, `Check ${url}.`).message).toBe(
    'No answer from https://...@proxy.example.com. Check https://...@proxy.example.com.',
  );
});
