import type { FluxCluster, FluxObject } from './flux-cluster';
import { referenceTo } from './inventory';

const annotation = 'reconcile.fluxcd.io/requestedAt';

/**
 * Asks Flux to reconcile objects at once, as `flux reconcile` does
 * (https://fluxcd.io/flux/components/source/gitrepositories/#triggering-a-reconcile).
 */
export class ReconcileRequests {
  /** A request that no object had before this wait. */
  readonly now = new Date().toISOString();

  constructor(private readonly cluster: FluxCluster) {}

  /** Whether an object was reconciled since a request was made. Makes the request if it was not. */
  async isHandled(object: FluxObject, request: string): Promise<boolean> {
    if (object.status?.lastHandledReconcileAt === request) return true;
    if (object.metadata.annotations?.[annotation] !== request)
      await this.cluster.merge(referenceTo(object), { metadata: { annotations: { [annotation]: request } } });
    return false;
  }
}
