import { configurationErrorOf, fixture, parseDev } from '../fleet/fixtures';

const many = (line: (index: number) => string, count: number) =>
  Array.from({ length: count }, (_, index) => line(index)).join('');

/** What this process has used of a processor, which other programs that run beside it do not lengthen. */
const milliseconds = () => process.cpuUsage().user / 1000;

test.each([
  { what: '300,000 keys', text: many((index) => `key${index}: 1\n`, 300_000) },
  { what: '60,000 short keys in one line', text: `{${many((index) => `${index},`, 40_000)}}` },
  { what: '100,000 lines of tabs', text: '\t\n'.repeat(100_000) },
  { what: '100,000 nested lists', text: '['.repeat(100_000) },
  { what: '100,000 nested items', text: '- '.repeat(100_000) },
  { what: '100,000 documents', text: '---\n'.repeat(50_000) },
  { what: 'a megabyte of text', text: `text: ${'x'.repeat(1_000_000)}\n` },
])('$what are refused in one line, at once', ({ text }) => {
  const begun = milliseconds();
  const lines = configurationErrorOf(() => parseDev(text))
    .format()
    .split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^fleet\/dev\.yaml: the file has \d+ (bytes|lines, keys and items)\./),
  ]);
  expect(milliseconds() - begun).toBeLessThan(1000);
});

test('values that are not text are all reported, in seconds', () => {
  const variables = many((index) => `    K${index}: 1\n`, 1_500);
  const text = fixture('valid', 'minimal.yaml').replace('flux:', `flux:\n  variables:\n${variables}`);
  const begun = milliseconds();
  expect(configurationErrorOf(() => parseDev(text)).problems).toHaveLength(1_500);
  expect(milliseconds() - begun).toBeLessThan(5000);
});

test('a text that is nested too deeply is told so', () => {
  const text = `a: ${'['.repeat(4_000)}${']'.repeat(4_000)}`;
  expect(configurationErrorOf(() => parseDev(text)).problems[0]?.problem).toBe('is nested too deeply');
});

test.each([
  { what: 'keys', text: many((index) => `key${index}: 1\n`, 9_000) },
  { what: 'lines of tabs', text: '\t\n'.repeat(9_000) },
  { what: 'nested lists', text: `${'['.repeat(9_000)}${']'.repeat(9_000)}` },
  { what: 'nested mappings', text: `${'{a: '.repeat(4_000)}${'}'.repeat(4_000)}` },
])('as many $what as a file may have are read in seconds', ({ text }) => {
  const begun = milliseconds();
  expect(configurationErrorOf(() => parseDev(text)).problems.length).toBeLessThan(10_000);
  expect(milliseconds() - begun).toBeLessThan(5000);
});
