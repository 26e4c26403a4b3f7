import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, checkout } from '../paths.js';
import { isVenvReady, makeVenv, pinned, pythonIn, type PythonProps } from './venv.js';

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
    python: pythonIn(folder),
    aws: join(folder, 'bin', 'aws'),
  };
}

/** Whether the Python environment is complete and its interpreter still there. */
export function isPythonReady(): boolean {
  return isVenvReady(locatePython().folder);
}

/** Makes the Python environment, unless it is there. */
export async function makePython(props: PythonProps): Promise<void> {
  const { folder, tables } = locatePython();
  await makeVenv({
    ...props,
    folder,
    log: 'python.log',
    pip: [
      [...pinned, '--requirement', requirements],
      ['check'],
      // Beside the packages, not among them: only its data is read, without what the package itself needs.
      [...pinned, '--target', tables, '--requirement', tableRequirements],
    ],
  });
}
