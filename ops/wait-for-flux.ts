import { setTimeout as delay } from 'node:timers/promises';
import { clusterConnection } from './flux/cluster-connection';
import { milliseconds } from './flux/duration';
import { FluxObjects } from './flux/flux-objects';
import type { Readiness } from './flux/readiness';

const pollMilliseconds = 1000;
const shownEvents = 3;

/** Waits until all of Flux is Ready, with a line for every change, and fails with what is not. */
async function waitForFlux(): Promise<void> {
  const timeout = setting('FLUX_READY_TIMEOUT');
  const objects = new FluxObjects(
    clusterConnection({
      clusterName: setting('CLUSTER_NAME'),
      endpoint: setting('CLUSTER_ENDPOINT'),
      certificateAuthorityData: setting('CLUSTER_CERTIFICATE_AUTHORITY'),
      region: setting('AWS_REGION'),
    }),
    setting('FLUX_NAMESPACE'),
  );
  const started = Date.now();
  const shown = new Map<string, string>();
  let last: readonly Readiness[] = [];
  let unreadable = '';
  while (Date.now() - started < milliseconds(timeout)) {
    try {
      last = await objects.readiness();
      unreadable = '';
    } catch (error) {
      unreadable = error instanceof Error ? error.message : String(error);
    }
    report(last, shown, started);
    if (unreadable === '' && last.every(({ ready }) => ready)) return;
    await delay(pollMilliseconds);
  }
  throw new Error(await explain(objects, last, timeout, unreadable));
}

function report(current: readonly Readiness[], shown: Map<string, string>, started: number): void {
  for (const { object, ready, detail } of current) {
    const line = `${ready ? 'Ready    ' : 'Not Ready'} ${object}${detail === '' ? '' : `: ${detail}`}`;
    if (shown.get(object) === line) continue;
    shown.set(object, line);
    console.log(`${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s  ${line}`);
  }
}

async function explain(
  objects: FluxObjects,
  last: readonly Readiness[],
  timeout: string,
  unreadable: string,
): Promise<string> {
  const lines = [`Flux is not Ready after ${timeout}.`];
  if (unreadable !== '') lines.push(`The Kubernetes API could not be read: ${unreadable}`);
  for (const { object, detail } of last.filter(({ ready }) => !ready)) {
    lines.push(`  ${object}: ${detail}`);
    const events = await objects.lastEvents(object, shownEvents).catch(() => []);
    lines.push(...events.map((event) => `    event ${event}`));
  }
  lines.push('Mend what is named above, in Git or in the fleet file, and run: cdktf deploy flux-instance');
  return lines.join('\n');
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set. The stack flux-instance sets it when it runs this program.`);
  }
  return value;
}

waitForFlux().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
