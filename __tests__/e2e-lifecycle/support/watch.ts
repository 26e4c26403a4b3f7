import { execa } from 'execa';
import { shellEnvironment } from '../../e2e/support/sandbox-shell';

interface Conditions {
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
}

interface Item {
  readonly kind: 'Node' | 'Deployment';
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: { readonly unschedulable?: boolean };
  readonly status: Conditions & { readonly availableReplicas?: number };
}

/** What was seen of a cluster while something happened. */
export interface Seen {
  /** The fewest nodes at a time that were Ready and took pods. */
  readonly fewestNodes: number;
  /** For how many seconds a Deployment had no pod at all, at the longest, by `namespace/name`. */
  readonly longestGaps: Readonly<Record<string, number>>;
}

/** Looks at the nodes and Deployments of a cluster, again and again, until some work is done. */
export async function watchDuring(kubeconfig: string, work: () => Promise<unknown>): Promise<Seen> {
  const gaps = new Map<string, { longest: number; since?: number }>();
  let fewestNodes = Infinity;
  let isDone = false;
  const working = work().finally(() => (isDone = true));
  while (!isDone) {
    const items = await itemsOf(kubeconfig);
    const now = performance.now() / 1000;
    fewestNodes = Math.min(fewestNodes, items.filter(takesPods).length);
    for (const { kind, metadata, status } of items) {
      if (kind !== 'Deployment') continue;
      const name = `${metadata.namespace}/${metadata.name}`;
      const { longest = 0, since = now } = gaps.get(name) ?? {};
      const isUp = (status.availableReplicas ?? 0) > 0;
      gaps.set(name, isUp ? { longest } : { longest: Math.max(longest, now - since), since });
    }
  }
  await working;
  const longestGaps = Object.fromEntries([...gaps].map(([name, { longest }]) => [name, longest]));
  return { fewestNodes, longestGaps };
}

async function itemsOf(kubeconfig: string): Promise<readonly Item[]> {
  const env = { ...shellEnvironment(), KUBECONFIG: kubeconfig };
  const args = ['get', 'nodes,deployments', '--all-namespaces', '--output=json'];
  const { stdout } = await execa('kubectl', args, { env, extendEnv: false });
  return (JSON.parse(stdout) as { items: Item[] }).items;
}

function takesPods({ kind, spec, status }: Item): boolean {
  const isReady = status.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') ?? false;
  return kind === 'Node' && isReady && spec.unschedulable !== true;
}
