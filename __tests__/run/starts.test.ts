import { rmSync, writeFileSync } from 'node:fs';
import { SmallCheckout } from './support/small-checkout';

jest.setTimeout(60_000);

let small: SmallCheckout | undefined;
afterEach(() => small?.remove());

function withProgram(text: string, files: Readonly<Record<string, string>> = {}): SmallCheckout {
  small = new SmallCheckout({ 'main.ts': text, ...files });
  return small;
}

test('a program gets its arguments, and gives its exit code', async () => {
  const { run } = bound(withProgram('console.log(process.argv.slice(2).join()); process.exitCode = 3;'));
  expect(await run('a', '--b')).toEqual({ status: 3, stdout: 'a,--b\n', stderr: '' });
});

test('every file knows its own place', async () => {
  const { run, folder } = bound(
    withProgram(
      "import { here } from './lib/here';\nconsole.log([__dirname, __filename === process.argv[1], ...here].join());",
      {
        'lib/here.ts': 'export const here = [__dirname, __filename, import.meta.dirname];',
      },
    ),
  );
  expect((await run()).stdout).toBe(`${folder},true,${folder}/lib,${folder}/lib/here.ts,${folder}/lib\n`);
});

test('starts at the same moment all run the new sources, and leave one bundle', async () => {
  const checkout = withProgram("console.log('one');");
  await checkout.settle();
  for (let change = 0; change < 5; change += 1) {
    checkout.write('main.ts', `console.log('${change}');`);
    const starts = await Promise.all(Array.from({ length: 6 }, () => checkout.run()));
    expect(starts).toEqual(starts.map(() => ({ status: 0, stdout: `${change}\n`, stderr: '' })));
  }
  await checkout.settle();
  expect(checkout.leftovers()).toEqual(['main.ts.bundle']);
});

test('what is no TypeScript is an error with its source line, and no stack trace', async () => {
  const { status, stderr } = await withProgram("import './lib/broken';", {
    'lib/broken.ts': 'export const one = 1;\nexport const = 2;\n',
  }).run();
  expect(status).toBe(1);
  expect(stderr).toMatch(/lib\/broken\.ts:2:13:\n.+export const = 2;/);
  expect(stderr).not.toMatch(/\n {4}at /);
});

const failing = {
  'lib/fail.ts': `interface Unused {
  readonly lines: number;
}

export function fail(): never {
  throw new Error('no way');
}
`,
};

test.each([
  ['', "import { fail } from './lib/fail';\n\nfail();\n"],
  [' after a wait', "import { fail } from './lib/fail';\n\nvoid Promise.resolve().then(() => fail());\n"],
])('an error%s names the lines of the sources', async (_, text) => {
  const checkout = withProgram(text, failing);
  const first = await checkout.run();
  expect(first).toMatchObject({ status: 1, stdout: '' });
  const [line, ...frames] = first.stderr.split('\n').map((frame) => frame.trim());
  expect(line).toBe('Error: no way');
  expect(frames[0]).toBe(`at fail (${checkout.path('lib/fail.ts')}:6:9)`);
  expect(frames[1]).toContain(`${checkout.path('main.ts')}:3:`);
});

test('an error of a kept bundle names the lines of the sources', async () => {
  const checkout = withProgram(
    "import { fail } from './lib/fail';\n\nif (process.argv.length > 2) fail();\n",
    failing,
  );
  await checkout.settle();
  expect((await checkout.run('fail')).stderr).toContain(`at fail (${checkout.path('lib/fail.ts')}:6:9)`);
});

test('a checkout that nothing can be written to runs the program, and says what that costs', async () => {
  const checkout = withProgram("console.log('one');");
  await checkout.settle();
  rmSync(checkout.path('node_modules/.cache'), { recursive: true });
  writeFileSync(checkout.path('node_modules/.cache'), 'a file');
  const { stdout, stderr } = await checkout.run();
  expect(stdout).toBe('one\n');
  expect(stderr).toMatch(
    /^note: no bundle can be kept in node_modules\/\.cache\/infra-fleet, .+: ENOTDIR.+\n$/,
  );
});

test('without its packages the way out is one line', async () => {
  const checkout = withProgram("console.log('one');");
  rmSync(checkout.path('node_modules'), { recursive: true });
  expect(await checkout.run()).toEqual({
    status: 1,
    stdout: '',
    stderr:
      "run: esbuild, which reads TypeScript, can't be loaded: Cannot find module 'esbuild'. Run: npm ci\n",
  });
});

test('a module that is loaded when it is used works', async () => {
  const { stdout } = await withProgram(
    "const { findFileAboveCwd } = require('cdktf/lib/private/fs');\nconsole.log(findFileAboveCwd('tsconfig.json'));\n",
  ).run();
  expect(stdout).toBe(`${small!.path('tsconfig.json')}\n`);
});

function bound(checkout: SmallCheckout) {
  return { run: (...args: string[]) => checkout.run(...args), folder: checkout.folder };
}
