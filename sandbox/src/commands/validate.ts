import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { buildFolder } from '../build/build-key.js';
import { isBuilt } from '../build/build-set.js';
import type { BuildSetName } from '../build/build-sets.js';
import { isVenvReady } from '../build/venv.js';
import { locateYamllint, makeYamllint } from '../build/yamllint.js';
import { SandboxError } from '../errors.js';
import { findTools } from '../machine/find-tools.js';
import { checkout } from '../paths.js';
import { buildStep, runSteps } from './build-steps.js';

/** Flux's own CLI, the operator's, and what judges their builds. */
const sets = ['flux', 'kube', 'validate'] as const satisfies readonly BuildSetName[];

/** `sandbox validate`: builds the programs that `ops validate` runs, unless they are in the cache, and runs it. */
export async function validate(args: readonly string[]): Promise<number> {
  await prepare();
  const result = await execa(join(checkout, 'ops', 'bin', 'ops'), ['validate', ...args], {
    stdio: 'inherit',
    reject: false,
    env: validateEnvironment(),
  });
  return result.exitCode ?? 1;
}

/** Puts everything that `ops validate` needs into the cache. */
async function prepare(): Promise<void> {
  if (sets.every(isBuilt) && isVenvReady(locateYamllint())) return;
  const { python } = await findTools();
  if (python === undefined)
    throw new SandboxError('Python: none found on PATH; yamllint needs Python 3.10 or newer.', 'Install it.');
  await runSteps((signal) => [
    {
      title: 'Python: yamllint',
      skip: () => (isVenvReady(locateYamllint()) ? 'cached' : undefined),
      work: (report) => makeYamllint({ interpreter: python.path, signal, report }),
    },
    ...sets.map((name) => buildStep(name, signal)),
  ]);
}

/** The environment in which `ops validate` finds its programs, and values for what `fleet/sandbox.yaml` takes from the sandbox. */
export function validateEnvironment(): Record<string, string> {
  const folders = [
    join(locateYamllint(), 'bin'),
    ...['flux', 'validate'].map((name) => join(buildFolder(name as BuildSetName), 'bin')),
  ];
  return {
    PATH: [...folders, process.env.PATH ?? ''].join(delimiter),
    VALIDATE_ORIGINALS: buildFolder('validate'),
    SANDBOX_CHARTS_URL: 'oci://registry.invalid/charts',
    SANDBOX_GIT_URL: 'https://git.invalid/fleet.git',
    SANDBOX_CHARTS_KEY: 'a2V5',
  };
}
