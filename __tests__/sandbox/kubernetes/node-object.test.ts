import { instanceType } from '../../../sandbox/src/kubernetes/instance-type.js';
import {
  hostAddress,
  isCurrent,
  kubernetesTaint,
  nodeObject,
  type NodeGroupSpec,
} from '../../../sandbox/src/kubernetes/node-object.js';

const group: NodeGroupSpec = {
  clusterName: 'c',
  name: 'general',
  region: 'eu-west-2',
  desiredSize: 2,
  capacityType: 'SPOT',
  amiType: 'AL2023_x86_64_STANDARD',
  version: '1.36',
  template: 'r1',
  labels: { team: 'a' },
  taints: [{ key: 'k', value: 'v', effect: 'NO_SCHEDULE' }],
  instanceType: instanceType('m6i.large'),
};
const place = { subnetId: 'subnet-1', zone: 'eu-west-2a', address: '10.0.1.4' };
const node = nodeObject(group, place, 'i-1');

test('a node is named as EC2 names its machine', () => {
  expect(node.metadata?.name).toBe('ip-10-0-1-4.eu-west-2.compute.internal');
});

test("a node has the labels of EKS and the group's own", () => {
  expect(node.metadata?.labels).toEqual({
    team: 'a',
    'eks.amazonaws.com/capacityType': 'SPOT',
    'eks.amazonaws.com/nodegroup': 'general',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': 'ip-10-0-1-4.eu-west-2.compute.internal',
    'kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': 'm6i.large',
    'topology.kubernetes.io/region': 'eu-west-2',
    'topology.kubernetes.io/zone': 'eu-west-2a',
  });
});

test('a node is left to kwok', () => {
  expect(node.metadata?.annotations).toHaveProperty(['kwok.x-k8s.io/node'], 'fake');
});

test('a node offers what its instance type does', () => {
  expect(node.status?.allocatable).toMatchObject({ cpu: '2', memory: '8192Mi', pods: '110' });
});

test('a node knows its machine', () => {
  expect(node.spec?.providerID).toBe('aws:///eu-west-2a/i-1');
});

test('a Graviton image makes an ARM node', () => {
  const arm = nodeObject({ ...group, amiType: 'AL2023_ARM_64_STANDARD' }, place, 'i-1');
  expect(arm.status?.nodeInfo?.architecture).toBe('arm64');
});

test('a node of another template is not current', () => {
  expect(isCurrent(node, { ...group, template: 'r2' })).toBe(false);
});

test.each([
  ['NO_SCHEDULE', 'NoSchedule'],
  ['PREFER_NO_SCHEDULE', 'PreferNoSchedule'],
  ['NO_EXECUTE', 'NoExecute'],
])('the taint effect %s is %s', (effect, kubernetes) => {
  expect(kubernetesTaint({ key: 'k', effect })).toEqual({ key: 'k', effect: kubernetes });
});

test.each([
  ['10.0.16.0/20', 0, '10.0.16.4'],
  ['10.0.16.0/20', 252, '10.0.17.0'],
  ['10.0.0.0/28', 10, '10.0.0.14'],
])('in %s, host %i has the address %s', (cidr, index, address) => {
  expect(hostAddress(cidr, index)).toBe(address);
});

test('a full subnet is an error that names it', () => {
  expect(() => hostAddress('10.0.0.0/28', 11)).toThrow('Subnet 10.0.0.0/28 has no address');
});

test.each([
  ['t3.medium', 2, 4],
  ['t3.large', 2, 8],
  ['m6i.large', 2, 8],
  ['c7g.xlarge', 4, 8],
  ['r6i.4xlarge', 16, 128],
  ['unheard.of', 2, 8],
])('%s has %i processors and %i GiB', (name, cpus, gibibytes) => {
  expect(instanceType(name)).toEqual({ name, cpus, memoryMebibytes: gibibytes * 1024 });
});
