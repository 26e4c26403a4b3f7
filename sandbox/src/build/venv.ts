import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from '../paths.js';
import { withCacheLock } from './cache-lock.js';
import { runLogged } from './run-logged.js';

/** How a virtual environment of Python is made. */
export interface PythonProps {
  /** A Python interpreter, 3.10 or newer. */
  readonly interpreter: string;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

export interface VenvProps extends PythonProps {
  /** Where it is made. */
  readonly folder: string;
  /** The log's name in the cache. */
  readonly log: string;
  /** The arguments of each `python -m pip` that fills it. */
  readonly pip: readonly (readonly string[])[];
}

/** Words of a `pip install` that takes packages as a file of pins has them. */
export const pinned = ['install', '--no-deps', '--no-input'] as const;

export function pythonIn(folder: string): string {
  return join(folder, 'bin', 'python');
}

/** Whether a virtual environment is complete and its interpreter still there. */
export function isVenvReady(folder: string): boolean {
  return existsSync(completeMark(folder)) && existsSync(pythonIn(folder));
}

/**
 * Makes a virtual environment, unless it is there. Its scripts hold its path, so that it can't be made elsewhere and renamed: a
 * mark is written when it is complete, and one without the mark is recreated.
 */
export async function makeVenv({ folder, log, pip, interpreter, signal, report }: VenvProps): Promise<void> {
  const onWait = (holder: number): void => report(`process ${holder} is already creating it: waiting`);
  await withCacheLock({ file: `${folder}.lock`, signal, onWait }, async () => {
    if (isVenvReady(folder)) return;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(cache.root, 'logs'), { recursive: true });
    const logFile = join(cache.root, 'logs', log);
    writeFileSync(logFile, '');
    const run = (command: string, args: readonly string[]): Promise<void> =>
      runLogged({ command, args, registry: 'pip', logFile, signal });
    report('creating a virtual environment');
    await run(interpreter, ['-m', 'venv', folder]);
    report('installing packages');
    for (const args of pip) await run(pythonIn(folder), ['-m', 'pip', ...args]);
    writeFileSync(completeMark(folder), '');
  });
}

function completeMark(folder: string): string {
  return join(folder, '.complete');
}
