import type { V1Node, V1Pod } from '@kubernetes/client-node';
import { instanceType } from '../../../sandbox/src/kubernetes/instance-type.js';
import {
  NodeGroupNodes,
  spread,
  type NodeCluster,
} from '../../../sandbox/src/kubernetes/node-group-nodes.js';
import type { NodeGroupSpec } from '../../../sandbox/src/kubernetes/node-object.js';

const group: NodeGroupSpec = {
  clusterName: 'c',
  name: 'general',
  region: 'eu-west-2',
  desiredSize: 3,
  capacityType: 'ON_DEMAND',
  amiType: 'AL2023_x86_64_STANDARD',
  version: '1.35',
  template: 'r1',
  labels: {},
  taints: [],
  instanceType: instanceType('t3.large'),
};
const subnets = [
  { subnetId: 'subnet-a', zone: 'eu-west-2a', cidr: '10.0.0.0/20' },
  { subnetId: 'subnet-b', zone: 'eu-west-2b', cidr: '10.0.16.0/20' },
];

/** Keeps nodes and pods as an API server does; its nodes are ready at once. */
class MemoryCluster implements NodeCluster {
  readonly all: V1Node[] = [];
  readonly pods: V1Pod[] = [];
  readonly patches: object[] = [];
  readonly history: string[] = [];

  nodes = (): Promise<V1Node[]> => Promise.resolve([...this.all]);

  createNode = (node: V1Node): Promise<void> => {
    const conditions = [{ type: 'Ready', status: 'True' }];
    this.all.push({ ...node, status: { ...node.status, conditions } });
    this.history.push(`+${node.metadata?.name}`);
    return Promise.resolve();
  };

  patchNode = (_name: string, patch: object): Promise<void> => {
    this.patches.push(patch);
    return Promise.resolve();
  };

  deleteNode = (name: string): Promise<void> => {
    this.all.splice(
      this.all.findIndex((node) => node.metadata?.name === name),
      1,
    );
    this.history.push(`-${name}`);
    return Promise.resolve();
  };

  podsOn = (name: string): Promise<V1Pod[]> =>
    Promise.resolve(this.pods.filter((pod) => pod.spec?.nodeName === name));

  evict = (pod: V1Pod): Promise<boolean> => {
    this.pods.splice(this.pods.indexOf(pod), 1);
    this.history.push(`evict ${pod.metadata?.name}`);
    return Promise.resolve(true);
  };

  forceDeletePod = (): Promise<void> => Promise.resolve();
}

let cluster: MemoryCluster;
let nodes: NodeGroupNodes;

beforeEach(() => {
  cluster = new MemoryCluster();
  nodes = new NodeGroupNodes(cluster, 'general');
});

function zones(): (string | undefined)[] {
  return cluster.all.map((node) => node.metadata?.labels?.['topology.kubernetes.io/zone']);
}

test('a group gets its nodes, spread over the zones', async () => {
  await nodes.reconcile(group, subnets);
  expect(zones()).toEqual(['eu-west-2a', 'eu-west-2b', 'eu-west-2a']);
});

test('nodes that are there are not made again', async () => {
  await nodes.reconcile(group, subnets);
  await nodes.reconcile(group, subnets);
  expect(cluster.all).toHaveLength(3);
});

test('a smaller group loses the node of the fuller zone', async () => {
  await nodes.reconcile(group, subnets);
  await nodes.reconcile({ ...group, desiredSize: 2 }, subnets);
  expect(zones()).toEqual(['eu-west-2a', 'eu-west-2b']);
});

test('a new template replaces a node only when the next one is there', async () => {
  await nodes.reconcile({ ...group, desiredSize: 1 }, subnets);
  await nodes.reconcile({ ...group, desiredSize: 1, template: 'r2' }, subnets);
  expect(cluster.history).toEqual([
    '+ip-10-0-0-4.eu-west-2.compute.internal',
    '+ip-10-0-16-4.eu-west-2.compute.internal',
    '-ip-10-0-0-4.eu-west-2.compute.internal',
  ]);
});

test('the pods of a node leave before it goes', async () => {
  await nodes.reconcile({ ...group, desiredSize: 1 }, subnets);
  const nodeName = cluster.all[0]?.metadata?.name;
  cluster.pods.push({ metadata: { name: 'web' }, spec: { nodeName, containers: [] } });
  await nodes.removeAll();
  expect(cluster.history.slice(1)).toEqual(['evict web', `-${nodeName}`]);
});

test('labels that an update takes away are removed from the nodes', async () => {
  await nodes.reconcile({ ...group, desiredSize: 1 }, subnets);
  await nodes.reconcile({ ...group, desiredSize: 1, labels: { a: '1' }, removedLabels: ['b'] }, subnets);
  expect(cluster.patches).toEqual([{ metadata: { labels: { a: '1', b: null } }, spec: { taints: [] } }]);
});

test('a group without subnets is an error that says what to do', async () => {
  await expect(nodes.reconcile(group, [])).rejects.toThrow('Give it at least one subnet of the cluster.');
});

test('nodes are kept so that the zones stay balanced', () => {
  const inZone = (name: string, zone: string): V1Node => ({
    metadata: { name, labels: { 'topology.kubernetes.io/zone': zone } },
  });
  const three = [inZone('a1', 'a'), inZone('a2', 'a'), inZone('b1', 'b')];
  expect(spread(three).map(({ metadata }) => metadata?.name)).toEqual(['a1', 'b1', 'a2']);
});
