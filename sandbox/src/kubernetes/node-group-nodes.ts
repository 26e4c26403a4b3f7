import { randomBytes } from 'node:crypto';
import type { V1Node, V1Pod } from '@kubernetes/client-node';
import { SandboxError } from '../errors.js';
import { waitFor } from '../wait-for.js';
import { nameOf, type ClusterClient } from './cluster-client.js';
import {
  hostAddress,
  isCurrent,
  kubernetesTaint,
  nodeGroupLabel,
  nodeObject,
  type NodeGroupSpec,
  type NodePlace,
} from './node-object.js';

/** A subnet that nodes are placed in. */
export interface NodeSubnet {
  readonly subnetId: string;
  readonly zone: string;
  readonly cidr: string;
}

/** What looking after nodes takes of a cluster. */
export type NodeCluster = Pick<
  ClusterClient,
  'nodes' | 'createNode' | 'patchNode' | 'deleteNode' | 'podsOn' | 'evict' | 'forceDeletePod'
>;

const readyTimeoutSeconds = 60;
const drainTimeoutSeconds = 60;

/** The nodes of one managed node group, brought to what the group asks for. */
export class NodeGroupNodes {
  constructor(
    private readonly client: NodeCluster,
    private readonly groupName: string,
  ) {}

  /**
   * Adds, replaces and removes nodes until the group has its size, template, labels and taints. Nodes of another template are
   * replaced one by one: the new node is ready before the old one is drained, as in a managed update.
   */
  async reconcile(group: NodeGroupSpec, subnets: readonly NodeSubnet[]): Promise<void> {
    const current = await this.nodes();
    const outdated = current.filter((node) => !isCurrent(node, group));
    const kept = spread(current.filter((node) => isCurrent(node, group)));
    for (const node of kept) await this.relabel(node, group);

    const surplus = kept.splice(group.desiredSize);
    const missing = group.desiredSize - kept.length;
    for (let added = 0; added < missing; added += 1) {
      await this.add(group, subnets);
      const old = outdated.shift();
      if (old === undefined) continue;
      await this.waitUntilReady();
      await this.remove(old);
    }
    for (const node of [...outdated, ...surplus]) await this.remove(node);
    await this.waitUntilReady();
  }

  /** Drains and removes every node of the group. */
  async removeAll(): Promise<void> {
    const nodes = await this.nodes();
    // All first: an evicted pod shall not move to a node that goes next.
    for (const node of nodes) await this.cordon(node);
    await Promise.all(nodes.map(async (node) => await this.remove(node)));
  }

  private async nodes(): Promise<V1Node[]> {
    return await this.client.nodes(`${nodeGroupLabel}=${this.groupName}`);
  }

  private async add(group: NodeGroupSpec, subnets: readonly NodeSubnet[]): Promise<void> {
    const taken = new Set((await this.client.nodes('')).map(nameOf));
    const placed = await this.nodes();
    const instanceId = `i-${randomBytes(9).toString('hex').slice(0, 17)}`;
    await this.client.createNode(
      nodeObject(group, freePlace(group, emptiest(subnets, placed), taken), instanceId),
    );
  }

  private async relabel(node: V1Node, group: NodeGroupSpec): Promise<void> {
    const removed = Object.fromEntries((group.removedLabels ?? []).map((label) => [label, null]));
    const conditions = (node.spec?.taints ?? []).filter((taint) =>
      taint.key.startsWith('node.kubernetes.io/'),
    );
    await this.client.patchNode(nameOf(node), {
      metadata: { labels: { ...removed, ...group.labels } },
      spec: { taints: [...conditions, ...group.taints.map(kubernetesTaint)] },
    });
  }

  private async waitUntilReady(): Promise<void> {
    await waitFor(
      {
        what: `the nodes of group ${this.groupName} to be ready`,
        timeoutSeconds: readyTimeoutSeconds,
        remedy: 'Read the log of kwok, which runs them.',
      },
      async () => ((await this.nodes()).every(isReady) ? true : undefined),
    );
  }

  private async cordon(node: V1Node): Promise<void> {
    await this.client.patchNode(nameOf(node), { spec: { unschedulable: true } });
  }

  private async remove(node: V1Node): Promise<void> {
    const name = nameOf(node);
    await this.cordon(node);
    await this.drain(name);
    await this.client.deleteNode(name);
  }

  /** Evicts the pods as EKS does, and deletes by force what is left when the time is up. */
  private async drain(node: string): Promise<void> {
    try {
      await waitFor(
        { what: `the pods of node ${node} to leave`, timeoutSeconds: drainTimeoutSeconds, remedy: '' },
        async () => {
          const pods = (await this.client.podsOn(node)).filter(isDrained);
          for (const pod of pods) {
            if (pod.metadata?.deletionTimestamp === undefined) await this.client.evict(pod);
          }
          return pods.length === 0 ? true : undefined;
        },
      );
    } catch (error) {
      if (!(error instanceof SandboxError)) throw error;
    }
    for (const pod of await this.client.podsOn(node)) await this.client.forceDeletePod(pod);
  }
}

/** Nodes in the order in which they are worth keeping: those that leave the zones balanced first. */
export function spread(nodes: readonly V1Node[]): V1Node[] {
  const inZone = new Map<string, number>();
  const ranked = nodes.map((node) => {
    const zone = node.metadata?.labels?.['topology.kubernetes.io/zone'] ?? '';
    const rank = inZone.get(zone) ?? 0;
    inZone.set(zone, rank + 1);
    return { node, rank };
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ node }) => node);
}

/** Nodes spread over the subnets as an Auto Scaling group spreads them. */
function emptiest(subnets: readonly NodeSubnet[], nodes: readonly V1Node[]): NodeSubnet {
  const load = (subnet: NodeSubnet): number =>
    nodes.filter((node) => node.metadata?.labels?.['topology.kubernetes.io/zone'] === subnet.zone).length;
  const [first, ...rest] = subnets;
  if (first === undefined) {
    throw new SandboxError('The node group has no subnets.', 'Give it at least one subnet of the cluster.');
  }
  return rest.reduce((best, subnet) => (load(subnet) < load(best) ? subnet : best), first);
}

function freePlace(group: NodeGroupSpec, subnet: NodeSubnet, taken: ReadonlySet<string>): NodePlace {
  for (let index = 0; ; index += 1) {
    const address = hostAddress(subnet.cidr, index);
    const place = { subnetId: subnet.subnetId, zone: subnet.zone, address };
    if (!taken.has(nameOf(nodeObject(group, place, '')))) return place;
  }
}

function isReady(node: V1Node): boolean {
  return (
    node.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ??
    false
  );
}

/** DaemonSet pods end with their node; mirror pods too. */
function isDrained(pod: V1Pod): boolean {
  return !(pod.metadata?.ownerReferences ?? []).some((owner) => owner.kind === 'DaemonSet');
}
