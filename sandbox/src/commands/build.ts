import { setMaxListeners } from 'node:events';
import { buildSet, isBuilt } from '../build/build-set.js';
import { type BuildSetName, buildSetNames, buildSets } from '../build/build-sets.js';
import { SandboxError } from '../errors.js';
import { Progress } from '../terminal/progress.js';

/** `sandbox build <set>`: builds programs that `make sandbox` does without, such as the Flux to upgrade from. */
export async function build(args: readonly string[]): Promise<void> {
  const name = buildSetNames.find((candidate) => candidate === args[0]);
  if (name === undefined) {
    throw new SandboxError(
      `"${args[0] ?? ''}" is not a set of programs. Allowed: ${buildSetNames.join(', ')}.`,
      'Run: sandbox/bin/sandbox build flux-2.7',
    );
  }
  const abort = new AbortController();
  setMaxListeners(0, abort.signal);
  process.on('SIGINT', () => abort.abort(new SandboxError('Interrupted.', 'Run the command again.')));
  await new Progress(abort).run([step(name, abort.signal)]);
}

function step(name: BuildSetName, signal: AbortSignal) {
  return {
    title: `Build: ${buildSets[name].title}`,
    skip: () => (isBuilt(name) ? 'cached' : undefined),
    work: (report: (line: string) => void) =>
      buildSet({ name, signal, report, compileInTurn: (work) => work() }),
  };
}
