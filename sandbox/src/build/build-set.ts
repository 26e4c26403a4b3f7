import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cache } from '../paths.js';
import { buildFolder } from './build-key.js';
import { type BuildSetName, buildFlags, buildSets } from './build-sets.js';
import { withCacheLock } from './cache-lock.js';
import { go } from './go.js';
import { prepareSources } from './prepare-sources.js';

/** How a set is built. */
export interface BuildSetProps {
  readonly name: BuildSetName;
  readonly signal: AbortSignal;
  /** Receives one line whenever another kind of work starts. */
  readonly report: (line: string) => void;
  /** Runs a compilation in turn: on a small machine, two at once take longer than one after the other. */
  readonly compileInTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Whether a set's programs are in the cache. */
export function isBuilt(name: BuildSetName): boolean {
  return existsSync(buildFolder(name));
}

/**
 * Puts a set's programs into the cache unless they are there. They appear completely or not at all: they are built beside
 * it and renamed into place. If another checkout is building the same set, this waits for it.
 */
export async function buildSet(props: BuildSetProps): Promise<void> {
  const target = buildFolder(props.name);
  const id = basename(target);
  await withCacheLock(
    {
      file: join(cache.root, 'locks', id),
      signal: props.signal,
      onWait: (holder) => props.report(`process ${holder} is already building it: waiting`),
    },
    async () => {
      if (existsSync(target)) return;
      const work = join(cache.root, 'work', id);
      try {
        renameInto(await compile(props, work, join(cache.root, 'logs', `${id}.log`)), target);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    },
  );
}

async function compile(props: BuildSetProps, work: string, logFile: string): Promise<string> {
  const set = buildSets[props.name];
  mkdirSync(join(cache.root, 'logs'), { recursive: true });
  writeFileSync(logFile, '');
  props.report('downloading modules');
  const sources = await prepareSources({
    set,
    folder: join(work, 'sources'),
    logFile,
    signal: props.signal,
  });
  const result = join(work, 'result');
  mkdirSync(join(result, 'bin'), { recursive: true });
  props.report('waiting for the compiler');
  await props.compileInTurn(async () => {
    props.report('compiling');
    const packages = set.programs.map((program) => program.package);
    const args = ['build', ...buildFlags(set), '-o', `${join(result, 'bin')}/`, ...packages];
    await go({ args, cwd: sources, logFile, signal: props.signal });
  });
  for (const program of set.programs) {
    renameSync(join(result, 'bin', builtName(program.package)), join(result, 'bin', program.name));
  }
  if (set.data !== undefined) cpSync(join(sources, '.data'), result, { recursive: true });
  return result;
}

function renameInto(folder: string, target: string): void {
  mkdirSync(cache.builds, { recursive: true });
  renameSync(folder, target);
}

/** The name `go build` gives a program: the last element of its path that is not a major version. */
function builtName(path: string): string {
  return basename(path.replace(/\/v[0-9]+$/, ''));
}
