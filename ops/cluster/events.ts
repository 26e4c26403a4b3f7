import type { CoreV1Event } from '@kubernetes/client-node';
import type { FluxCluster } from './flux-cluster';

/** When an event was seen last, in milliseconds; a recorder sets one of these times and leaves out the others. */
export function timeOfEvent(event: CoreV1Event): number {
  const time =
    event.series?.lastObservedTime ??
    event.lastTimestamp ??
    event.eventTime ??
    event.firstTimestamp ??
    event.metadata.creationTimestamp;
  return time === undefined ? 0 : new Date(time).getTime();
}

/** The newest of some events as `Reason: message`, oldest first. The API server lists them in no order of time. */
export function newestEvents(events: readonly CoreV1Event[], count: number): readonly string[] {
  const ordered = [...events].sort((one, other) => timeOfEvent(one) - timeOfEvent(other));
  return ordered.slice(-count).map(({ reason, message }) => `${reason ?? ''}: ${message ?? ''}`);
}

/** The newest events of an object in its own namespace; those of an object of the whole cluster are in `default`. */
export async function eventsOf(
  cluster: FluxCluster,
  object: { readonly kind: string; readonly name: string; readonly namespace?: string },
  count: number,
): Promise<readonly string[]> {
  const { items } = await cluster.answer(
    cluster.core.listNamespacedEvent({
      namespace: object.namespace ?? 'default',
      fieldSelector: `involvedObject.kind=${object.kind},involvedObject.name=${object.name}`,
    }),
  );
  return newestEvents(items, count);
}
