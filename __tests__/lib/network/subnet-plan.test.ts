import { contains, overlaps, parseCidr } from '../../../lib/validation/cidr';
import { planPodSubnets, planSubnets } from '../../../lib/network/subnet-plan';

const networks = Array.from({ length: 9 }, (_, index) => `10.64.0.0/${16 + index}`);

function blocksOf(network: string, zones: readonly string[]) {
  return planSubnets(network, zones)
    .flatMap(({ privateCidr, publicCidr, intraCidr }) => [privateCidr, publicCidr, intraCidr])
    .map((cidr) => parseCidr(cidr)!);
}

test('a /16 over three zones', () => {
  expect(planSubnets('10.0.0.0/16', ['a', 'b', 'c'])).toEqual([
    { zone: 'a', privateCidr: '10.0.0.0/19', publicCidr: '10.0.32.0/20', intraCidr: '10.0.48.0/24' },
    { zone: 'b', privateCidr: '10.0.64.0/19', publicCidr: '10.0.96.0/20', intraCidr: '10.0.112.0/24' },
    { zone: 'c', privateCidr: '10.0.128.0/19', publicCidr: '10.0.160.0/20', intraCidr: '10.0.176.0/24' },
  ]);
});

test('a zone added at the end moves none of the others', () => {
  const three = planSubnets('10.0.0.0/16', ['a', 'b', 'c']);
  expect(planSubnets('10.0.0.0/16', ['a', 'b', 'c', 'd']).slice(0, 3)).toEqual(three);
});

test.each(networks)('%s holds the subnets of four zones', (network) => {
  const blocks = blocksOf(network, ['a', 'b', 'c', 'd']);
  expect(blocks.filter((block) => contains(parseCidr(network)!, block))).toHaveLength(4 * 3);
});

test.each(networks)('no two subnets of %s overlap', (network) => {
  const blocks = blocksOf(network, ['a', 'b', 'c', 'd']);
  expect(
    blocks.filter((one, index) => blocks.slice(index + 1).some((other) => overlaps(one, other))),
  ).toEqual([]);
});

test.each(networks)('no subnet of %s is smaller than the /28 that a VPC allows', (network) => {
  expect(blocksOf(network, ['a', 'b']).filter(({ prefix }) => prefix > 28)).toEqual([]);
});

test('pods get a quarter of their block in every zone', () => {
  expect(planPodSubnets('100.64.0.0/16', ['a', 'b'])).toEqual([
    { zone: 'a', podCidr: '100.64.0.0/18' },
    { zone: 'b', podCidr: '100.64.64.0/18' },
  ]);
});
