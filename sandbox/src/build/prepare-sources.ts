import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BuildSet, ModuleCopy } from './build-sets.js';
import { SandboxError } from '../errors.js';
import { copyTree } from './copy-tree.js';
import { go } from './go.js';
import { runLogged } from './run-logged.js';
import { copyTrimmedAwsProvider } from './trim-aws-provider.js';

/** What `prepareSources` works with. */
export interface PrepareProps {
  readonly set: BuildSet;
  /** Folder to work in; emptied first. */
  readonly folder: string;
  readonly logFile: string;
  readonly signal: AbortSignal;
}

/**
 * Makes a folder in which `go build` finds all that a set needs: its pins, the copies of modules that have to change,
 * and every module downloaded, so that the compiler never waits for the network. Returns that folder.
 */
export async function prepareSources(props: PrepareProps): Promise<string> {
  const { set, folder } = props;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const run = (args: readonly string[], cwd = folder): Promise<string> =>
    go({ args, cwd, logFile: props.logFile, signal: props.signal });
  if (set.ownSources === true) {
    cpSync(set.pins, folder, { recursive: true });
  } else {
    for (const file of ['go.mod', 'go.sum']) cpSync(join(set.pins, file), join(folder, file));
  }
  for (const copy of set.copies ?? []) {
    const source = await moduleFolder(copy.module, run);
    await copyModule(copy, source, join(folder, copy.folder));
    if (copy.web !== undefined) await buildWeb(join(folder, copy.folder, copy.web), props);
    await run(['mod', 'edit', '-replace', `${copy.module}=./${copy.folder}`]);
  }
  for (const data of set.data ?? []) {
    const source = await moduleFolder(data.module, run, set.pins);
    await copyTree(join(source, data.from), join(folder, '.data', data.to));
  }
  await run(['list', '-deps', ...set.programs.map((program) => program.package)]);
  return folder;
}

async function moduleFolder(
  module: string,
  run: (args: readonly string[], cwd?: string) => Promise<string>,
  cwd?: string,
): Promise<string> {
  const found = JSON.parse(await run(['mod', 'download', '-json', module], cwd)) as { Dir: string };
  return found.Dir;
}

async function copyModule(copy: ModuleCopy, source: string, target: string): Promise<void> {
  if (copy.awsServices === undefined) await copyTree(source, target);
  else await copyTrimmedAwsProvider(source, target, copy.awsServices);
  for (const [path, content] of Object.entries(copy.files ?? {})) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), content);
  }
  for (const { file, from, to } of copy.edits ?? []) {
    const text = readFileSync(join(target, file), 'utf8');
    if (!text.includes(from)) {
      throw new SandboxError(
        `${file} of ${copy.module} has no ${from}.`,
        'Correct the edits in sandbox/src/build/build-sets.ts: they must fit the pinned version.',
      );
    }
    writeFileSync(join(target, file), text.replace(from, to));
  }
}

async function buildWeb(folder: string, { logFile, signal }: PrepareProps): Promise<void> {
  for (const [command, ...args] of [
    ['npm', 'ci', '--no-audit', '--no-fund', '--ignore-scripts'],
    ['npx', '--no-install', 'vite', 'build'],
  ] as const) {
    await runLogged({ command, args, registry: 'npm', cwd: folder, logFile, signal });
  }
  rmSync(join(folder, 'node_modules'), { recursive: true });
}
