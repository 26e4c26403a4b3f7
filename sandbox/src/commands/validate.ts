import { existsSync } from 'node:fs';
import { setMaxListeners } from 'node:events';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { buildFolder } from '../build/build-key.js';
import { buildSet, isBuilt } from '../build/build-set.js';
import { buildSets, type BuildSetName } from '../build/build-sets.js';
import { locateYamllint, makeYamllint } from '../build/yamllint.js';
import { SandboxError } from '../errors.js';
import { findTools } from '../machine/find-tools.js';
import { checkout } from '../paths.js';
import { Progress } from '../terminal/progress.js';

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
  if (sets.every(isBuilt) && existsSync(join(locateYamllint(), '.complete'))) return;
  const abort = new AbortController();
  setMaxListeners(0, abort.signal);
  process.on('SIGINT', () => abort.abort(new SandboxError('Interrupted.', 'Run the command again.')));
  const { python } = await findTools();
  if (python === undefined)
    throw new SandboxError('Python: none found on PATH; yamllint needs Python 3.10 or newer.', 'Install it.');
  const { signal } = abort;
  const steps = sets.map((name) => ({
    title: `Build: ${buildSets[name].title}`,
    skip: () => (isBuilt(name) ? 'cached' : undefined),
    work: (report: (line: string) => void) =>
      buildSet({ name, signal, report, compileInTurn: (work) => work() }),
  }));
  const yamllint = {
    title: 'Python: yamllint',
    skip: () => undefined,
    work: (report: (line: string) => void) => makeYamllint({ interpreter: python.path, signal, report }),
  };
  await new Progress(abort).run([yamllint, ...steps]);
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
