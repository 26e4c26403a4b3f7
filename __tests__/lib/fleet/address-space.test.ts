import { addressFaults as faults, type AddressSpace } from '../../../lib/fleet/address-space';

const network: AddressSpace = { cidr: '10.0.0.0/20', zones: ['a', 'b'], nat: 'single', endpoints: [] };
const nodes = (maxSize: number, instanceType = 'm7g.large') => [{ maxSize, instanceTypes: [instanceType] }];

function addressFaults(space: AddressSpace, groups: ReturnType<typeof nodes>, prefixDelegation = true) {
  return faults(space, groups, { prefixDelegation, karpenter: false });
}

function keysAtFault(space: AddressSpace, groups: ReturnType<typeof nodes>) {
  return addressFaults(space, groups).map(({ at }) => at?.join('.'));
}

// A private subnet is a /23: 32 blocks of /28, of which AWS's reserved addresses break two and the nodes' own one.
test('as many nodes fit as there are whole blocks for: 8 for 110 pods and 3 nodes a zone are 24 of 29', () => {
  expect(addressFaults(network, nodes(6))).toEqual([]);
});

test('one node more in a zone does not fit', () => {
  expect(keysAtFault(network, nodes(7))).toEqual(['network.cidr']);
});

test('all groups count together', () => {
  expect(keysAtFault(network, [...nodes(4), ...nodes(4)])).toEqual(['network.cidr']);
});

test('a group for 250 pods a node asks for more than twice the blocks', () => {
  expect([
    keysAtFault(network, nodes(2, 'm7g.8xlarge')),
    keysAtFault(network, nodes(3, 'm7g.8xlarge')),
  ]).toEqual([[], ['network.cidr']]);
});

test('a block for pods takes their load off the private subnets', () => {
  expect(addressFaults({ ...network, podCidr: '100.64.0.0/16' }, nodes(100))).toEqual([]);
});

test('a block for pods has limits of its own', () => {
  expect(keysAtFault({ ...network, podCidr: '100.64.0.0/22' }, nodes(4))).toEqual(['network.podCidr']);
});

test('interface endpoints count where there is no NAT gateway', () => {
  const small: AddressSpace = { ...network, cidr: '10.0.0.0/24', podCidr: '100.64.0.0/16' };
  expect([
    keysAtFault({ ...small, nat: 'single' }, nodes(40)),
    keysAtFault({ ...small, nat: 'none' }, nodes(40)),
  ]).toEqual([[], ['network.cidr']]);
});

test('a /24 with a block for pods holds a small cluster without NAT in four zones', () => {
  const zones = ['a', 'b', 'c', 'd'];
  const space: AddressSpace = {
    cidr: '10.0.0.0/24',
    podCidr: '100.64.0.0/16',
    zones,
    nat: 'none',
    endpoints: [],
  };
  expect(addressFaults(space, nodes(12))).toEqual([]);
});

test('without prefix delegation no whole blocks are asked for', () => {
  expect(addressFaults(network, nodes(100), false)).toEqual([]);
});
