import { allOf, only, removeSynthesized, type StackJson, synthesize } from '../support/synth';

let dev: StackJson;
let prod: StackJson;

beforeAll(() => {
  dev = synthesize({ fleet: 'dev' }).stack('network');
  prod = synthesize({ fleet: 'prod' }).stack('network');
});
afterAll(removeSynthesized);

function subnets(stack: StackJson, role: string) {
  return allOf(stack, 'aws_subnet').filter((subnet) => role in (subnet.tags as Record<string, string>));
}

test('each zone has a public subnet that internet-facing load balancers find', () => {
  expect(subnets(dev, 'kubernetes.io/role/elb').map((subnet) => subnet.availability_zone)).toEqual([
    'eu-west-2a',
    'eu-west-2b',
    'eu-west-2c',
  ]);
});

test('each zone has a private subnet that internal load balancers find', () => {
  expect(subnets(dev, 'kubernetes.io/role/internal-elb').map((subnet) => subnet.availability_zone)).toEqual([
    'eu-west-2a',
    'eu-west-2b',
    'eu-west-2c',
  ]);
});

test('no subnet gives its machines public addresses', () => {
  expect(allOf(dev, 'aws_subnet').filter((subnet) => subnet.map_public_ip_on_launch !== false)).toEqual([]);
});

test('one NAT gateway serves all zones where the fleet asks for a single one', () => {
  expect(allOf(dev, 'aws_nat_gateway')).toHaveLength(1);
});

test('each zone has its own NAT gateway where the fleet asks for that', () => {
  const targets = allOf(prod, 'aws_route')
    .map((route) => route.nat_gateway_id)
    .filter(Boolean);
  expect(new Set(targets).size).toBe(allOf(prod, 'aws_nat_gateway').length);
});

test('public routes lead to the internet gateway, private ones to a NAT gateway', () => {
  const routes = allOf(dev, 'aws_route').map((route) =>
    route.gateway_id === undefined ? 'nat' : 'internet',
  );
  expect(routes.sort()).toEqual(['internet', 'internet', 'internet', 'nat', 'nat', 'nat']);
});

test('the default security group is closed', () => {
  const { ingress, egress } = only(dev, 'aws_default_security_group');
  expect({ ingress, egress }).toEqual({});
});
