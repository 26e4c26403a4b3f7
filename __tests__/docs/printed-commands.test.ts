import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { stackNames } from '../../lib/terraform/contracts';
import { parseSelection } from '../../lib/terraform/stack-selection';
import { exitCodes } from '../../ops/guard/verdict';
import { faultNames } from '../../sandbox/src/faults';
import { checkout } from '../support/synth';
import { printedCommands } from './support/printed-commands';
import { recipes } from './support/recipes';
import { inOtherFiles, inSandbox, inUnitTests, notRun, withoutAnswer } from './support/where-commands-run';

const printed = printedCommands();
const texts = printed.map(({ text }) => text);
const listed = [
  ...inUnitTests,
  ...withoutAnswer,
  ...inSandbox,
  ...Object.keys(inOtherFiles),
  ...Object.keys(notRun),
];
/** The test of the recipes runs their commands. */
const ofRecipes = recipes().flatMap(({ commands }) => commands);

let stubs: string;

beforeAll(() => {
  stubs = mkdtempSync(join(tmpdir(), 'infra-fleet-stubs-'));
  stub('terraform', `echo '{"format_version": "1.2", "resource_changes": []}'`);
  stub('aws', 'exit 1');
  git('clone', '--quiet', '--bare', checkout, join(stubs, 'clone'));
  git('-C', join(stubs, 'clone'), 'update-ref', 'refs/remotes/origin/main', 'HEAD');
});
afterAll(() => rmSync(stubs, { recursive: true }));

function stub(name: string, line: string): void {
  writeFileSync(join(stubs, name), `#!/bin/sh\n${line}\n`);
  chmodSync(join(stubs, name), 0o755);
}

function git(...args: string[]): void {
  const { status, stderr } = spawnSync('git', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** Runs a command in the checkout, with a repository that has a remote, and without Terraform or an AWS account. */
function run(command: string) {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
    cwd: checkout,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: [stubs, process.env.PATH].join(delimiter),
      GIT_DIR: join(stubs, 'clone'),
      FLEET: 'dev',
    },
  });
  return { status, output: `${stdout}${stderr}` };
}

function commandsOf(program: RegExp): string[] {
  return texts.filter((text) => program.test(text));
}

test('every printed command is listed with where it runs, or why it does not', () => {
  const unlisted = printed.filter(({ text }) => ![...listed, ...ofRecipes].includes(text));
  expect(unlisted.map(({ place, text }) => `${place}: ${text}`)).toEqual([]);
});

test('every listed command is printed', () => {
  expect(listed.filter((command) => !texts.includes(command))).toEqual([]);
});

test.each(inUnitTests)('%s', (command) => {
  expect(run(command)).toMatchObject({ status: 0 });
});

test.each(withoutAnswer)('%s says that it does not know, without a cluster', (command) => {
  expect(run(command)).toMatchObject({ status: exitCodes.notKnown });
});

test.each(Object.entries(inOtherFiles))('%s is in %s', (command, file) => {
  const plain = (text: string) => text.replace(/['"`[\],]/g, '').replace(/--silent /g, '');
  expect(plain(readFileSync(join(checkout, file), 'utf8'))).toContain(plain(command));
});

test.each(commandsOf(/^make /))('%s is a target', (command) => {
  expect(run(command.replace('make', 'make --dry-run'))).toMatchObject({ status: 0 });
});

test.each(commandsOf(/^(\S+=\S+ )?cdktf (deploy|destroy) /))('%s selects stacks', (command) => {
  const words = command.replace(/'/g, '').split(' ');
  expect(parseSelection(words)?.stacks).toHaveLength(
    words.includes('*') ? stackNames.length : words.slice(words.indexOf('cdktf') + 2).length,
  );
});

test.each(commandsOf(/^(\S+=\S+ )?cdktf diff /))('%s names a stack', (command) => {
  expect(stackNames).toContain(command.split(' ').at(-1));
});

test.each(commandsOf(/^ops\/bin\/ops /).filter((text) => ![...inUnitTests, ...withoutAnswer].includes(text)))(
  '%s has options that the command takes',
  (command) => {
    expect(run(command).output).not.toMatch(/Usage:|is not a command/);
  },
);

test.each(commandsOf(/^sandbox\/bin\/sandbox fault /))('%s names a fault', (command) => {
  expect(faultNames).toContain(command.split(' ').slice(2, -1).join('-'));
});
