import { readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { SmallCheckout } from './support/small-checkout';

const program = `import { greeting } from './lib/greeting';
import { mark } from 'marks';
console.log(greeting + mark);
`;
jest.setTimeout(60_000);

let small: SmallCheckout;

beforeEach(async () => {
  small = new SmallCheckout({
    'main.ts': program,
    'lib/greeting/index.ts': "export const greeting: string = 'one';\n",
    'node_modules/marks/package.json': '{ "main": "index.js" }',
    'node_modules/marks/index.js': "exports.mark = '.';\n",
    'old.ts': "export const greeting: string = 'two';\n",
  });
  const longAgo = new Date('2020-01-01');
  utimesSync(small.path('old.ts'), longAgo, longAgo);
  expect((await small.settle()).stdout).toBe('one.\n');
});
afterEach(() => small.remove());

const output = async () => (await small.run()).stdout;

/** Writes a file, and gives it back the time of its last change. */
function writeUnseen(name: string, text: string): void {
  const { atime, mtime } = statSync(small.path(name));
  small.write(name, text);
  utimesSync(small.path(name), atime, mtime);
}

test('a bundle whose sources are the same is run again', async () => {
  const kept = small.kept();
  await small.run();
  expect(small.kept()).toBe(kept);
});

test('a source that was changed without a change of size or time', async () => {
  writeUnseen('lib/greeting/index.ts', "export const greeting: string = 'two';\n");
  expect(await output()).toBe('two.\n');
});

test('a source that an older file replaces', async () => {
  renameSync(small.path('old.ts'), small.path('lib/greeting/index.ts'));
  expect(await output()).toBe('two.\n');
});

test('a new source that comes before another', async () => {
  small.write('lib/greeting.ts', "export const greeting: string = 'two';\n");
  expect(await output()).toBe('two.\n');
});

test('a package that was changed', async () => {
  writeUnseen('node_modules/marks/index.js', "exports.mark = '!';\n");
  expect(await output()).toBe('one!\n');
});

test('a source that was removed', async () => {
  rmSync(small.path('lib/greeting/index.ts'));
  expect((await small.run()).stderr).toMatch(/Could not resolve "\.\/lib\/greeting".+main\.ts:1:/s);
});

test('a source that was renamed', async () => {
  renameSync(small.path('lib/greeting/index.ts'), small.path('lib/greeting/greeting.ts'));
  expect((await small.run()).stderr).toMatch(/Could not resolve "\.\/lib\/greeting"/);
});

test('a checkout that was moved', async () => {
  small.write('main.ts', 'console.log(__dirname);\n');
  await small.settle();
  renameSync(small.folder, `${small.folder}-moved`);
  small.folder += '-moved';
  expect(await output()).toBe(`${small.folder}\n`);
});

test.each(['package.json', 'package-lock.json', 'tsconfig.json', 'run/index.js'])(
  'a change of %s makes the bundle anew',
  async (name) => {
    const kept = small.kept();
    small.write(name, `${readFileSync(small.path(name), 'utf8')}\n`);
    await small.settle();
    expect(small.kept()).not.toBe(kept);
  },
);

test.each([
  [
    'of another Node',
    (content: Buffer) => replace(content, process.version, 'v0.0.0'.padEnd(process.version.length)),
  ],
  ['that was cut short', (content: Buffer) => content.subarray(0, content.length / 2)],
  ['that is empty', () => Buffer.alloc(0)],
])('a bundle %s is made anew', async (_, change) => {
  small.tamper(change);
  const kept = small.kept();
  expect((await small.settle()).stdout).toBe('one.\n');
  expect(small.kept()).not.toBe(kept);
});

function replace(content: Buffer, text: string, by: string): Buffer {
  return Buffer.from(content.toString('latin1').replace(text, by), 'latin1');
}
