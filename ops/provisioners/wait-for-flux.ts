import { waitedFor, type WaitedFor } from '../../lib/flux/programs';
import { milliseconds } from '../../lib/validation/duration';
import { eventsOf } from '../cluster/events';
import { FluxCluster } from '../cluster/flux-cluster';
import { FluxObjects } from '../cluster/flux-objects';
import { lookUntil, type WaitResult } from '../cluster/poll';
import type { Readiness } from '../cluster/readiness';
import { connectionFromSettings, readSetting, type Settings } from '../cluster/settings';
import { runProgram } from './program';

const setting: Settings<'wait-for-flux'> = readSetting;

const shownEvents = 3;

/** What happened before the wait is no reason for what it sees. */
const started = Date.now();

/** Waits until Flux, or the requested part of it, is Ready, and prints every change. Fails with a list of what is not Ready. */
async function waitForFlux(): Promise<void> {
  const timeout = setting('FLUX_READY_TIMEOUT');
  const scope = scopeSetting();
  const cluster = new FluxCluster(connectionFromSettings());
  const objects = new FluxObjects(cluster, setting('FLUX_NAMESPACE'));
  const progress = new Progress();
  const result = await lookUntil(
    milliseconds(timeout),
    async () => progress.report(await objects.readiness(scope)),
    (seen) => seen.every(({ ready }) => ready),
  );
  if (!result.done) throw new Error(await explain(cluster, result, timeout));
}

/** Prints a line for every object whose state changed. */
class Progress {
  private readonly started = Date.now();
  private readonly shown = new Map<string, string>();

  report(current: readonly Readiness[]): readonly Readiness[] {
    for (const { object, ready, detail } of current) {
      const line = `${ready ? 'Ready    ' : 'Not Ready'} ${object}${detail === '' ? '' : `: ${detail}`}`;
      if (this.shown.get(object) === line) continue;
      this.shown.set(object, line);
      console.log(`${((Date.now() - this.started) / 1000).toFixed(0).padStart(4)} s  ${line}`);
    }
    return current;
  }
}

async function explain(
  cluster: FluxCluster,
  { seen = [], unreadable }: WaitResult<readonly Readiness[]>,
  timeout: string,
): Promise<string> {
  const lines = [`Flux is not Ready after ${timeout}.`];
  if (unreadable !== '') lines.push(`Could not read the Kubernetes API: ${unreadable}`);
  const notReady = seen.filter(({ ready }) => !ready);
  for (const readiness of notReady.filter(({ waitsFor }) => waitsFor === undefined)) {
    lines.push(`  ${readiness.object}: ${readiness.detail}`);
    const events = await eventsOf(cluster, readiness, shownEvents, started).catch(() => []);
    lines.push(...events.map((event) => `    event ${event}`));
  }
  const waiting = notReady.filter(({ waitsFor }) => waitsFor !== undefined);
  if (waiting.length > 0) lines.push('Not Ready because of these:');
  lines.push(...waiting.map(({ object, waitsFor }) => `  ${object} needs ${waitsFor}`));
  lines.push(
    `Fix the objects listed above, in Git or in the fleet file, then run: cdktf deploy ${setting('STACK')}`,
  );
  return lines.join('\n');
}

function scopeSetting(): WaitedFor {
  const value = setting('FLUX_WAIT_FOR');
  const scope = waitedFor.find((candidate) => candidate === value);
  if (scope === undefined) throw new Error(`FLUX_WAIT_FOR is ${value}. Allowed: ${waitedFor.join(', ')}.`);
  return scope;
}

runProgram({ work: waitForFlux, left: 'Not everything was Ready yet; Flux continues on its own.' });
