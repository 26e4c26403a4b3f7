import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, checkout } from '../paths.js';
import { withCacheLock } from './cache-lock.js';
import { runLogged } from './run-logged.js';

const requirements = join(checkout, 'sandbox', 'python', 'requirements.txt');
const tableRequirements = join(checkout, 'ops', 'policies', 'requirements.txt');

/** The Python environment in the cache: the AWS emulator, the AWS CLI, and what AWS publishes of its services and policies. */
export interface PythonEnvironment {
  readonly folder: string;
  /** The package with AWS's tables of actions. */
  readonly tables: string;
  readonly python: string;
  readonly aws: string;
}

/** Where the Python environment of this checkout's requirements is, or will be. */
export function locatePython(): PythonEnvironment {
  const hash = createHash('sha256');
  for (const file of [requirements, tableRequirements]) hash.update(readFileSync(file));
  const folder = join(cache.python, hash.digest('hex').slice(0, 16));
  return {
    folder,
    tables: join(folder, 'tables'),
    python: join(folder, 'bin', 'python'),
    aws: join(folder, 'bin', 'aws'),
  };
}

/** Whether the Python environment is complete and its interpreter still there. */
export function isPythonReady(): boolean {
  const { folder, python } = locatePython();
  return existsSync(completeMark(folder)) && existsSync(python);
}

/** How the Python environment is made. */
export interface PythonProps {
  /** A Python interpreter, 3.10 or newer. */
  readonly interpreter: string;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/**
 * Makes the Python environment, unless it is there. Scripts of a Python environment hold its path, so that it can't be
 * made elsewhere and renamed: a mark is written when it is complete, and one without the mark is recreated.
 */
export async function makePython(props: PythonProps): Promise<void> {
  const { folder, tables, python } = locatePython();
  await withCacheLock(
    {
      file: `${folder}.lock`,
      signal: props.signal,
      onWait: (holder) => props.report(`process ${holder} is already creating it: waiting`),
    },
    async () => {
      if (isPythonReady()) return;
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(join(cache.root, 'logs'), { recursive: true });
      const logFile = join(cache.root, 'logs', 'python.log');
      writeFileSync(logFile, '');
      const run = (command: string, args: readonly string[]): Promise<void> =>
        runLogged({ command, args, registry: 'pip', logFile, signal: props.signal });
      props.report('creating a virtual environment');
      await run(props.interpreter, ['-m', 'venv', folder]);
      props.report('installing packages');
      await run(python, ['-m', 'pip', 'install', '--no-deps', '--no-input', '--requirement', requirements]);
      await run(python, ['-m', 'pip', 'check']);
      // Beside the packages, not among them: only its data is read, without what the package itself needs.
      const alone = ['--no-deps', '--no-input', '--target', tables, '--requirement', tableRequirements];
      await run(python, ['-m', 'pip', 'install', ...alone]);
      writeFileSync(completeMark(folder), '');
    },
  );
}

function completeMark(folder: string): string {
  return join(folder, '.complete');
}
