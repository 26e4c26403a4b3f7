import { setMaxListeners } from 'node:events';
import { buildSet, isBuilt } from '../build/build-set.js';
import { buildSets, type BuildSetName } from '../build/build-sets.js';
import { SandboxError } from '../errors.js';
import { Progress, type Step } from '../terminal/progress.js';

/** Builds a set of programs, unless it is in the cache. */
export function buildStep(name: BuildSetName, signal: AbortSignal): Step {
  return {
    title: `Build: ${buildSets[name].title}`,
    skip: () => (isBuilt(name) ? 'cached' : undefined),
    work: (report) => buildSet({ name, signal, report, compileInTurn: (work) => work() }),
  };
}

/** Runs steps that Ctrl-C stops. */
export async function runSteps(stepsWith: (signal: AbortSignal) => readonly Step[]): Promise<void> {
  const abort = new AbortController();
  setMaxListeners(0, abort.signal);
  process.on('SIGINT', () => abort.abort(new SandboxError('Interrupted.', 'Run the command again.')));
  await new Progress(abort).run(stepsWith(abort.signal));
}
