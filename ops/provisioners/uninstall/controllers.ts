import type { FluxCluster } from '../../cluster/flux-cluster';
import { operatorName } from '../../cluster/flux-objects';
import { lookUntil } from '../../cluster/poll';
import { type ConditionedObject, readinessOf } from '../../cluster/readiness';

const controllerOf: Readonly<Record<string, string>> = {
  Kustomization: 'kustomize-controller',
  HelmRelease: 'helm-controller',
  ResourceSet: operatorName,
};

export async function isAvailable(cluster: FluxCluster, namespace: string, name: string): Promise<boolean> {
  const deployment = await cluster.deployment(namespace, name);
  const subject = { kind: 'Deployment', name, namespace, condition: 'Available' };
  const { ready } = readinessOf(subject, deployment as ConditionedObject | undefined);
  // A Deployment without replicas is Available.
  return ready && (deployment?.status?.availableReplicas ?? 0) > 0;
}

/** Knows which controllers are not running, and waits for each at most once. */
export class Controllers {
  private readonly known = new Map<string, boolean>();

  constructor(
    private readonly cluster: FluxCluster,
    private readonly namespace: string,
    private readonly boundMilliseconds: number,
    private readonly say: (line: string) => void,
  ) {}

  /** Whether the controller of a kind is running, or comes back in time. */
  async serve(kind: string): Promise<boolean> {
    const name = controllerOf[kind];
    if (name === undefined || this.known.get(name) === false) return name === undefined;
    const look = () => isAvailable(this.cluster, this.namespace, name);
    if (!(await look())) this.say(`waiting for ${name}, which is not running`);
    const { done } = await lookUntil(this.boundMilliseconds, look, (available) => available);
    if (!done)
      this.say(
        `${name} does not come back: removing Flux's finalizers from the objects it would have deleted`,
      );
    this.known.set(name, done);
    return done;
  }
}
