import { configurationErrorOf, expectRefusal, fixturesIn, parseDev } from './fixtures';

const fixtures = fixturesIn('invalid');

test.each(fixtures)('$name is refused', ({ text }) => {
  expectRefusal(text, () => parseDev(text));
});

test('every message names the file, the key, what is allowed and what to do', () => {
  const problems = fixtures.flatMap(({ text }) => configurationErrorOf(() => parseDev(text)).problems);
  const incomplete = problems.filter(
    ({ file, path, problem, allowed, remedy }) =>
      file !== 'fleet/dev.yaml' ||
      [path, problem, allowed].some((part) => part.trim() === '') ||
      !/^[A-Z].*\.$/.test(remedy),
  );
  expect(incomplete).toEqual([]);
});

test('no message is longer than a few lines of a terminal', () => {
  const lines = fixtures.flatMap(({ text }) =>
    configurationErrorOf(() => parseDev(text))
      .format()
      .split('\n'),
  );
  expect(lines.filter((line) => line.length > 600)).toEqual([]);
});

test('a password in a URL is not repeated in the message', () => {
  const text = fixtures.find(({ name }) => name === 'sync-url-with-credentials.yaml')?.text ?? '';
  expect(configurationErrorOf(() => parseDev(text)).format()).not.toMatch(/alice|hunter2/);
});
