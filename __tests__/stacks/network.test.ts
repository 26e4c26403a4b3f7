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

test('the control plane gets a subnet in each zone that leads nowhere', () => {
  const withRoute = allOf(dev, 'aws_route').map((route) => String(route.route_table_id));
  const intra = Object.keys(dev.resource.aws_route_table!).filter((name) => name.includes('intra'));
  expect([intra.length, withRoute.filter((table) => table.includes('intra'))]).toEqual([3, []]);
});

test('Karpenter finds the private subnets, and no others, by the name of the cluster', () => {
  const found = subnets(dev, 'karpenter.sh/discovery').map(({ tags }) => tags as Record<string, string>);
  expect(found.map((tags) => [tags.Name, tags['karpenter.sh/discovery']])).toEqual([
    ['infra-fleet-dev-private-eu-west-2a', 'infra-fleet-dev'],
    ['infra-fleet-dev-private-eu-west-2b', 'infra-fleet-dev'],
    ['infra-fleet-dev-private-eu-west-2c', 'infra-fleet-dev'],
  ]);
});

test('private subnets reach S3 without a NAT gateway', () => {
  const { service_name, vpc_endpoint_type, route_table_ids } = only(dev, 'aws_vpc_endpoint');
  expect({ service_name, vpc_endpoint_type, tables: (route_table_ids as string[]).length }).toEqual({
    service_name: 'com.amazonaws.eu-west-2.s3',
    vpc_endpoint_type: 'Gateway',
    tables: 3,
  });
});

test('connections of every kind are recorded for a year', () => {
  expect([
    only(dev, 'aws_flow_log').traffic_type,
    only(dev, 'aws_cloudwatch_log_group').retention_in_days,
  ]).toEqual(['ALL', 365]);
});

test('the record is encrypted with a key of its own', () => {
  expect(only(dev, 'aws_cloudwatch_log_group').kms_key_id).toMatch(/^\$\{aws_kms_key\..*\.arn\}$/);
});

test('the role of the flow logs writes to their log group alone', () => {
  const statements = policyOf(only(dev, 'aws_iam_role_policy').policy).Statement;
  const group = expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.[\w-]+\.arn\}(:\*)?$/) as string;
  expect(statements.map(({ Action, Resource }) => [Resource, Action])).toEqual([
    [[group, group], expect.anything()],
    ['*', 'logs:DescribeLogGroups'],
  ]);
});

test('the role of the flow logs is for flow logs of this account and region', () => {
  const [statement] = policyOf(only(dev, 'aws_iam_role').assume_role_policy).Statement;
  expect(statement!.Condition).toEqual({
    StringEquals: { 'aws:SourceAccount': '111122223333' },
    ArnLike: { 'aws:SourceArn': 'arn:aws:ec2:eu-west-2:111122223333:vpc-flow-log/*' },
  });
});

test('subnets of networks that were deployed before keep their addresses in Terraform and their blocks', () => {
  const blocks = Object.entries(dev.resource.aws_subnet!).map(([name, { cidr_block }]) => [name, cidr_block]);
  expect(Object.fromEntries(blocks)).toMatchObject({
    'vpc_public-0_subnet_73CF3ED0': '10.0.32.0/20',
    'vpc_public-1_subnet_1188792A': '10.0.96.0/20',
    'vpc_public-2_subnet_3234C8E8': '10.0.160.0/20',
    'vpc_private-0_subnet_821620C1': '10.0.0.0/19',
    'vpc_private-1_subnet_A1BD90AC': '10.0.64.0/19',
    'vpc_private-2_subnet_D2595123': '10.0.128.0/19',
  });
});

interface Policy {
  readonly Statement: readonly {
    readonly Action: string | readonly string[];
    readonly Resource: unknown;
    readonly Condition?: unknown;
  }[];
}

function policyOf(text: unknown): Policy {
  return JSON.parse(String(text)) as Policy;
}
