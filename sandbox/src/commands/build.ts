import { buildSetNames } from '../build/build-sets.js';
import { SandboxError } from '../errors.js';
import { buildStep, runSteps } from './build-steps.js';

/** `sandbox build <set>`: builds programs that `make sandbox` does without, such as the Flux to upgrade from. */
export async function build(args: readonly string[]): Promise<void> {
  const name = buildSetNames.find((candidate) => candidate === args[0]);
  if (name === undefined) {
    throw new SandboxError(
      `"${args[0] ?? ''}" is not a set of programs. Allowed: ${buildSetNames.join(', ')}.`,
      'Run: sandbox/bin/sandbox build flux-2.7',
    );
  }
  await runSteps((signal) => [buildStep(name, signal)]);
}
