import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { lastLines } from '../build/go.js';
import { SandboxError } from '../errors.js';
import { checkout } from '../paths.js';
import { findSandboxProcesses } from '../strays.js';
import { readFluxProof, type FluxProof } from '../measurements/flux-proof.js';
import { formatSeconds } from '../terminal/progress.js';
import { findRunningSandbox, type RunningSandbox } from '../machine/sandbox-tools.js';
import { stackNames } from '../terraform/stack-states.js';
import { columns } from '../terminal/table.js';
import { readTimings, type Timing } from '../measurements/timings.js';

const appRuns = 9;
/** What the median of the app's starts may need. */
const appLimits: Measurement = { seconds: 0.3, megabytes: 90 };
const reportMemory = join(checkout, 'sandbox', 'bin', 'report-memory.cjs');

/** One run of a command. */
interface Measurement {
  readonly seconds: number;
  /** Largest resident set, in megabytes. */
  readonly megabytes: number;
}

/** `make bench`: what `make sandbox` took, how fast the app starts, how long a plan takes, what the processes weigh. */
export async function bench(): Promise<void> {
  printTimings(readTimings());
  printFluxProof(readFluxProof());
  await printAppStart();
  const sandbox = findRunningSandbox();
  if (sandbox === undefined) {
    console.log('Plans and processes: no sandbox is running in this checkout. Start it: make sandbox');
    return;
  }
  await printPlans(sandbox);
  printProcesses();
}

function printTimings(timings: readonly Timing[]): void {
  for (const kind of ['cold', 'warm', 'again'] as const) {
    const last = timings.findLast((timing) => timing.kind === kind);
    if (last === undefined) {
      console.log(`make sandbox, ${kind}: has not run yet.\n`);
      continue;
    }
    console.log(`make sandbox, ${kind}: ${formatSeconds(last.totalSeconds)} (${last.date})`);
    console.log(
      `${columns(
        last.steps.map(({ step, seconds }) => [step, `${seconds.toFixed(1)} s`]),
        '  ',
      )}\n`,
    );
  }
}

function printFluxProof(proof: FluxProof | undefined): void {
  if (proof === undefined) {
    console.log('make e2e-flux: has not run yet.\n');
    return;
  }
  console.log(`make e2e-flux (${proof.date})`);
  for (const { name, ok, numbers } of proof.cases) {
    console.log(`  ${ok ? name : `FAILED ${name}`}`);
    for (const number of numbers) console.log(`    ${number}`);
  }
  console.log('');
}

async function printAppStart(): Promise<void> {
  const { app } = JSON.parse(readFileSync(`${checkout}/cdktf.json`, 'utf8')) as { app: string };
  const runs: Measurement[] = [];
  // Makes the bundle, should there be none of these sources.
  await measure(app);
  for (let run = 0; run < appRuns; run += 1) runs.push(await measure(app));
  console.log(`App start (synth without the CLI, \`${app}\`, FLEET=dev), ${appRuns} runs`);
  console.log(
    columns(
      [['', 'least', 'median', 'most', 'limit'], appRow('seconds', 2, runs), appRow('megabytes', 0, runs)],
      '  ',
    ),
  );
  console.log('');
}

function appRow(unit: keyof Measurement, digits: number, runs: readonly Measurement[]): string[] {
  const numbers = spread(runs.map((run) => run[unit]));
  const limit = appLimits[unit];
  return [
    unit,
    ...numbers.map((value) => value.toFixed(digits)),
    `${limit.toFixed(digits)}${numbers[1] > limit ? ', exceeded' : ''}`,
  ];
}

/** Runs the app as cdktf does. */
async function measure(command: string): Promise<Measurement> {
  const output = mkdtempSync(join(tmpdir(), 'infra-fleet-bench-'));
  try {
    const started = performance.now();
    const result = await execa(command, {
      shell: true,
      cwd: checkout,
      env: {
        FLEET: 'dev',
        FLEET_OVERRIDES: '',
        FLEET_LOCAL_OVERRIDES: '',
        CDKTF_OUTDIR: output,
        NODE_OPTIONS: `--require=${reportMemory}`,
      },
      reject: false,
    });
    const seconds = (performance.now() - started) / 1000;
    if (result.failed) {
      throw new SandboxError(
        `\`${command}\` failed: ${lastLines(result.stderr, 3)}.`,
        'Run it yourself: npx cdktf synth',
      );
    }
    return { seconds, megabytes: Number(/maxRSS (\d+)/.exec(result.stderr)?.[1] ?? Number.NaN) / 1024 };
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

/** The least, the median and the largest of some numbers. */
export function spread(values: readonly number[]): [least: number, median: number, most: number] {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return [sorted[0] ?? Number.NaN, middle, sorted.at(-1) ?? Number.NaN];
}

async function printPlans({ environment }: RunningSandbox): Promise<void> {
  const rows: string[][] = [];
  for (const stack of stackNames) {
    const started = performance.now();
    const result = await execa('cdktf', ['diff', stack], {
      cwd: checkout,
      env: environment,
      extendEnv: false,
      all: true,
      stdin: 'ignore',
      reject: false,
    });
    const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
    rows.push([`cdktf diff ${stack}`, seconds, outcome(result.exitCode, result.all)]);
  }
  console.log(`Plans of the running sandbox\n${columns(rows, '  ')}\n`);
}

function outcome(exitCode: number | undefined, output: string): string {
  if (exitCode !== 0) return `failed with exit code ${exitCode ?? 'unknown'}`;
  return output.includes('No changes') ? 'no changes' : 'has changes';
}

function printProcesses(): void {
  const processes = findSandboxProcesses()
    .map(({ name, pid }) => ({ name, pid, megabytes: residentMegabytes(pid) }))
    .sort((a, b) => b.megabytes - a.megabytes);
  const sum = processes.reduce((total, { megabytes }) => total + megabytes, 0);
  const rows = processes.map(({ name, pid, megabytes }) => [
    `${megabytes.toFixed(0)} MB`.padStart(8),
    name,
    `${pid}`,
  ]);
  console.log(`Memory of the running sandbox: ${sum.toFixed(0)} MB in ${processes.length} processes`);
  console.log(columns(rows, '  '));
}

function residentMegabytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
