import { setMaxListeners } from 'node:events';
import { existsSync, mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSet, isBuilt } from '../build/build-set.js';
import { type BuildSetName, buildSets } from '../build/build-sets.js';
import { withCacheLock } from '../build/cache-lock.js';
import { writeProviderMirror } from '../build/provider-mirror.js';
import { isPythonReady, makePython } from '../build/python.js';
import { SandboxError } from '../errors.js';
import { Checkout } from '../git/checkout.js';
import { Repository } from '../git/repository.js';
import { cache, checkout, repositoryFolder, state } from '../paths.js';
import { waitFor } from '../wait-for.js';
import { deploy, deployCommands } from '../terraform/deploy.js';
import { clusterName } from '../environment.js';
import { findTools, type Tools } from '../machine/find-tools.js';
import { readFluxObjects } from '../kubernetes/flux-objects.js';
import { checkMachine, fixedPorts, requireFreePorts, requireNoProblem } from '../machine/preflight.js';
import { formatSeconds, Progress, type Step } from '../terminal/progress.js';
import { providerSource } from '../build/provider-source.js';
import {
  findRunningSandbox,
  linkTools,
  neededSets,
  requireRunningSandbox,
} from '../machine/sandbox-tools.js';
import { startDaemon } from '../start-daemon.js';
import { adminKubeconfig, status } from './status.js';
import { stopSandbox, upLock } from '../stop-sandbox.js';
import { recordTiming } from '../measurements/timings.js';

/** Is there once all stacks were deployed: a sandbox without it is one whose `make sandbox` was killed. */
const deployedMark = join(state.root, 'deployed');

/** How long Flux may take over everything in the Git repository. */
const readySeconds = 180;

/** The user or the system asked to stop. */
class Interrupted extends Error {
  constructor(readonly signalName: NodeJS.Signals) {
    super(`interrupted by ${signalName}`);
  }
}

/**
 * `make sandbox`: prepares the machine, starts the sandbox, deploys the four stacks and shows the table. A sandbox that
 * runs already is kept and deployed again. One that was started here is stopped again when anything fails. Returns the
 * exit code.
 */
export async function up(): Promise<number> {
  const abort = new AbortController();
  setMaxListeners(0, abort.signal);
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => abort.abort(new Interrupted(name)));
  }
  const lock = { file: upLock, signal: abort.signal, onWait: refuseSecond };
  return await withCacheLock(lock, async () => {
    const keeps = findRunningSandbox() !== undefined && existsSync(deployedMark);
    try {
      return await prepareAndDeploy(abort, keeps);
    } catch (error) {
      return await cleanUp(abort.signal.aborted ? abort.signal.reason : error, keeps);
    }
  });
}

function refuseSecond(holder: number): void {
  throw new SandboxError(
    `Another \`make sandbox\` is running in this checkout (process ${holder}).`,
    'Wait for it, or stop it with `make sandbox-down`.',
  );
}

async function cleanUp(reason: unknown, keeps: boolean): Promise<number> {
  if (!keeps) await stopSandbox({ keepLogs: true });
  const after = keeps
    ? 'The sandbox keeps running as it is: `make sandbox-status` shows it.'
    : describeRest();
  if (reason instanceof Interrupted) {
    console.error(`\n${reason.message}. ${after}`);
    return reason.signalName === 'SIGINT' ? 130 : 143;
  }
  if (!(reason instanceof SandboxError)) throw reason;
  throw new SandboxError(reason.what, `${reason.remedy} ${after}`);
}

function describeRest(): string {
  if (!existsSync(state.logs)) return 'Nothing was left running.';
  return `Everything that was started has been stopped. The logs stay in ${state.logs} until \`make sandbox-down\`.`;
}

async function prepareAndDeploy(abort: AbortController, keeps: boolean): Promise<number> {
  const started = new Date();
  const { signal } = abort;
  const progress = new Progress(abort);
  const source = providerSource();
  const ports = fixedPorts();
  const tools = await findTools();
  const here = new Checkout(checkout);
  let commits: readonly string[] = [];
  const sets = neededSets(tools).filter((name) => !isBuilt(name));
  const isCold = sets.length > 0 || !isPythonReady();

  await progress.run([
    {
      title: 'Preflight',
      work: async (report) => {
        examine(tools, sets, report);
        await here.require();
        if (keeps) {
          report('this checkout already has a running sandbox: keeping it and deploying again');
          return;
        }
        await clearAway(report);
        await requireFreePorts(ports);
      },
    },
  ]);
  await progress.run([pythonStep(tools, signal), ...buildSteps(sets, signal)], true);
  linkTools(tools);
  writeProviderMirror(source);
  await progress.run([
    {
      title: 'AWS emulator, Git server, registry',
      skip: () => (keeps ? 'already running' : undefined),
      work: async (report) => {
        report('starting');
        await startDaemon(ports, signal);
      },
    },
    {
      title: "Git: the checkout's commits",
      work: async (report) => {
        commits = await takeCommits(here);
        for (const line of commits) report(line);
      },
    },
  ]);
  await progress.run([...deployCommands.map((command) => deployStep(command, signal)), readyStep(signal)]);

  writeFileSync(deployedMark, '');
  const totalSeconds = (Date.now() - started.getTime()) / 1000;
  const date = started.toISOString();
  recordTiming({
    date,
    kind: isCold ? 'cold' : keeps ? 'again' : 'warm',
    totalSeconds,
    steps: progress.times,
  });
  console.log('');
  const ready = await status();
  for (const line of commits) console.log(`\n${line}`);
  console.log(`\nThe sandbox was ready after ${formatSeconds(totalSeconds)}.`);
  return ready ? 0 : 1;
}

function examine(tools: Tools, sets: readonly BuildSetName[], report: (line: string) => void): void {
  mkdirSync(cache.root, { recursive: true });
  const { bavail, bsize } = statfsSync(cache.root);
  const machine = { platform: process.platform, node: process.version, tools, freeBytes: bavail * bsize };
  const checks = checkMachine(machine, { builds: sets.length > 0, python: !isPythonReady() });
  for (const { name, found, problem } of checks) if (problem === undefined) report(`${name}: ${found}`);
  requireNoProblem(checks);
}

/** Removes what an earlier sandbox of this checkout left when it was killed. */
async function clearAway(report: (line: string) => void): Promise<void> {
  const left = await stopSandbox();
  if (left.commits !== undefined) report(left.commits);
  if (left.processes.length === 0) return;
  const names = left.processes.map(({ name }) => name).join(', ');
  report(
    `an earlier sandbox was killed: stopped what was left of it (${names}) and removed its Terraform state`,
  );
}

/** Gives Flux the commits of the checkout. Returns what the user should know about those that it does not get. */
async function takeCommits(here: Checkout): Promise<readonly string[]> {
  await here.connect(requireRunningSandbox().endpoints.git);
  const missing = await new Repository(repositoryFolder).follow(here.folder);
  const isChanged = await here.isChanged('gitops');
  return [
    ...(missing > 0
      ? [
          `The sandbox's branch main has ${missing} commits that HEAD does not have, so Flux stays with them. To merge ` +
            'them: git pull --no-rebase sandbox main && git push sandbox. To give them up: git push --force sandbox',
        ]
      : []),
    ...(isChanged
      ? [
          'gitops/ has changes that are not committed, so Flux does not see them. Commit them, then: git push sandbox',
        ]
      : []),
  ];
}

function pythonStep(tools: Tools, signal: AbortSignal): Step {
  return {
    title: 'Python environment',
    skip: () => (isPythonReady() ? 'cached' : undefined),
    work: (report) => makePython({ interpreter: tools.python?.path ?? 'python3', signal, report }),
  };
}

/** The sets download side by side and compile one after the other. */
function buildSteps(sets: readonly BuildSetName[], signal: AbortSignal): Step[] {
  if (sets.length === 0) {
    return [{ title: 'Programs', skip: () => 'all cached', work: () => Promise.resolve() }];
  }
  let last: Promise<unknown> = Promise.resolve();
  const compileInTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(async () => {
      signal.throwIfAborted();
      return await work();
    });
    last = turn.catch(() => undefined);
    return await turn;
  };
  return sets.map((name) => ({
    title: `Build: ${buildSets[name].title}`,
    work: (report) => buildSet({ name, signal, report, compileInTurn }),
  }));
}

/**
 * The last deploy returns with the first sync; what that sync creates follows on its own. Objects that don't become
 * Ready are the repository's fault and no reason to stop the sandbox: the table shows them.
 */
function readyStep(signal: AbortSignal): Step {
  return {
    title: 'Flux objects',
    work: async (report) => {
      const seen = new Map<string, string>();
      const isReady = async (): Promise<true | undefined> => {
        signal.throwIfAborted();
        const waiting = (await readFluxObjects(adminKubeconfig(clusterName))).filter(({ ready }) => !ready);
        for (const { kind, name, message } of waiting) {
          if (seen.get(name) !== message) report(`${kind} ${name}: ${message}`);
          seen.set(name, message);
        }
        return waiting.length === 0 ? true : undefined;
      };
      const wait = { what: 'Flux objects to become Ready', timeoutSeconds: readySeconds, remedy: '' };
      await waitFor({ ...wait, everyMilliseconds: 500 }, isReady).catch(() => signal.throwIfAborted());
    },
  };
}

function deployStep(command: readonly string[], signal: AbortSignal): Step {
  return {
    title: command.join(' '),
    work: (_, follow) =>
      deploy({ command, environment: requireRunningSandbox().environment, signal, report: follow }),
  };
}
