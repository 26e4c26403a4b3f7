import type { WaitedFor } from '../../lib/flux/programs';
import { milliseconds } from '../../lib/validation/duration';
import { eventsOf } from './events';
import type { FluxCluster } from './flux-cluster';
import { FluxObjects } from './flux-objects';
import { lookUntil, type WaitResult } from './poll';
import type { Readiness } from './readiness';
import { ReconcileRequests } from './reconcile-requests';
import { SyncFreshness } from './sync-freshness';

const shownEvents = 3;

export interface WaitForFluxProps {
  readonly cluster: FluxCluster;
  /** The namespace of Flux. */
  readonly namespace: string;
  readonly scope: WaitedFor;
  /** A Go duration, for example `10m`. */
  readonly timeout: string;
  /** The stack that is deployed again once what is not Ready is fixed. */
  readonly stack: string;
  /** Receives a line for every change. */
  readonly say: (line: string) => void;
  /** Whether what was Ready from the start is told too. */
  readonly saysWhatWasReady: boolean;
  /** @default - it can't be aborted */
  readonly signal?: AbortSignal;
}

/**
 * Waits until Flux, or the requested part of it, is Ready with what its source and the infrastructure have now.
 *
 * @throws Error with a list of what is not Ready, or the signal's reason
 */
export async function waitForFlux(props: WaitForFluxProps): Promise<void> {
  const { cluster, namespace, scope, timeout, signal } = props;
  const freshness = new SyncFreshness(cluster, namespace, new ReconcileRequests(cluster));
  const objects = new FluxObjects(cluster, namespace, freshness);
  const progress = new Progress(props);
  const started = Date.now();
  const result = await lookUntil(
    milliseconds(timeout),
    async () => progress.report(await objects.readiness(scope)),
    (seen) => seen.every(({ ready }) => ready),
    signal,
  );
  if (!result.done) throw new Error(await explain(props, result, started));
}

/** Tells of every object whose state changed. */
class Progress {
  private readonly started = Date.now();
  private readonly shown = new Map<string, string>();

  constructor(private readonly props: Pick<WaitForFluxProps, 'say' | 'saysWhatWasReady'>) {}

  report(current: readonly Readiness[]): readonly Readiness[] {
    for (const { object, ready, detail } of current) {
      const line = `${ready ? 'Ready    ' : 'Not Ready'} ${object}${detail === '' ? '' : `: ${detail}`}`;
      const shown = this.shown.get(object);
      if (shown === line || (ready && shown === undefined && !this.props.saysWhatWasReady)) continue;
      this.shown.set(object, line);
      this.props.say(`${((Date.now() - this.started) / 1000).toFixed(0).padStart(4)} s  ${line}`);
    }
    return current;
  }
}

/** @param started what happened before the wait is no reason for what it sees */
async function explain(
  { cluster, timeout, stack }: WaitForFluxProps,
  { seen = [], unreadable }: WaitResult<readonly Readiness[]>,
  started: number,
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
  lines.push(`Fix the objects listed above, in Git or in the fleet file, then run: cdktf deploy ${stack}`);
  return lines.join('\n');
}
