import type { CoreV1Event } from '@kubernetes/client-node';
import type { FluxCluster } from './flux-cluster';

/** When an event was last seen, in milliseconds; a recorder sets only one of these times. */
export function timeOfEvent(event: CoreV1Event): number {
  const time =
    event.series?.lastObservedTime ??
    event.lastTimestamp ??
    event.eventTime ??
    event.firstTimestamp ??
    event.metadata.creationTimestamp;
  return time === undefined ? 0 : new Date(time).getTime();
}

/** The newest of some events as `Reason: message`, oldest first. The API server doesn't list them by time. */
export function newestEvents(events: readonly CoreV1Event[], count: number, since = 0): readonly string[] {
  const ordered = events
    .filter((event) => timeOfEvent(event) >= since)
    .sort((one, other) => timeOfEvent(one) - timeOfEvent(other));
  return ordered.slice(-count).map(({ reason, message }) => `${reason ?? ''}: ${message ?? ''}`);
}

/** How far a cluster's clock may be behind, in milliseconds. */
const clockSkew = 60_000;

/**
 * The newest events of an object, from its namespace; those of a cluster-scoped object are in `default`.
 *
 * @param since leaves out what was last seen before, in milliseconds
 */
export async function eventsOf(
  cluster: FluxCluster,
  object: { readonly kind: string; readonly name: string; readonly namespace?: string },
  count: number,
  since: number,
): Promise<readonly string[]> {
  const { items } = await cluster.answer(
    cluster.core.listNamespacedEvent({
      namespace: object.namespace ?? 'default',
      fieldSelector: `involvedObject.kind=${object.kind},involvedObject.name=${object.name}`,
    }),
  );
  return newestEvents(items, count, since - clockSkew);
}
