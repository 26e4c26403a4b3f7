import { Testing } from 'cdktf';
import { ClusterVpc, type ClusterVpcProps } from '../../../lib/network/vpc';
import { allOf, only, type StackJson } from '../../support/synth';

const props: ClusterVpcProps = {
  name: 'test',
  accountId: '111122223333',
  region: 'eu-west-2',
  cidr: '10.0.0.0/20',
  zones: ['eu-west-2a', 'eu-west-2b'],
  nat: 'single',
  interfaceEndpoints: [],
  flowLogs: { traffic: 'ALL', retentionDays: 365 },
};

function synth(changes: Partial<ClusterVpcProps>): StackJson {
  return JSON.parse(
    Testing.synthScope((scope) => {
      new ClusterVpc(scope, 'vpc', { ...props, ...changes });
    }),
  ) as StackJson;
}

function routes(stack: StackJson) {
  return allOf(stack, 'aws_route').map(({ gateway_id }) => (gateway_id === undefined ? 'nat' : 'internet'));
}

describe('without NAT', () => {
  const stack = synth({ nat: 'none', podCidr: '100.64.0.0/16', interfaceEndpoints: ['ecr.api', 'sts'] });

  test('the only ways out are those of the public subnets', () => {
    expect([routes(stack), allOf(stack, 'aws_nat_gateway'), allOf(stack, 'aws_eip')]).toEqual([
      ['internet', 'internet'],
      [],
      [],
    ]);
  });

  test('each service asked for has an endpoint under its own name in the private subnet of each zone', () => {
    const endpoints = allOf(stack, 'aws_vpc_endpoint').filter(
      ({ vpc_endpoint_type }) => vpc_endpoint_type === 'Interface',
    );
    const tables = endpoints.map(({ service_name, private_dns_enabled, subnet_ids }) => [
      service_name,
      private_dns_enabled,
      (subnet_ids as string[]).filter((subnet) => subnet.includes('private')).length,
    ]);
    expect(tables).toEqual([
      ['com.amazonaws.eu-west-2.ecr.api', true, props.zones.length],
      ['com.amazonaws.eu-west-2.sts', true, props.zones.length],
    ]);
  });

  test('the endpoints let in HTTPS from the blocks of the VPC and nothing else', () => {
    const rules = allOf(stack, 'aws_vpc_security_group_ingress_rule').map((rule) => [
      rule.ip_protocol,
      rule.from_port,
      rule.to_port,
      rule.cidr_ipv4,
    ]);
    expect(rules).toEqual([
      ['tcp', 443, 443, '100.64.0.0/16'],
      ['tcp', 443, 443, '10.0.0.0/20'],
    ]);
  });

  test('the endpoints let nothing out', () => {
    const { egress, ingress } = only(stack, 'aws_security_group');
    expect({ egress, ingress, rules: allOf(stack, 'aws_vpc_security_group_egress_rule') }).toEqual({
      rules: [],
    });
  });
});

test('with NAT there is no interface endpoint unless it is asked for', () => {
  expect(allOf(synth({}), 'aws_vpc_endpoint').map(({ service_name }) => service_name)).toEqual([
    'com.amazonaws.eu-west-2.s3',
  ]);
});

describe('with a block for pods', () => {
  const stack = synth({ podCidr: '100.64.0.0/16' });
  const podSubnets = allOf(stack, 'aws_subnet').filter(({ cidr_block }) =>
    String(cidr_block).startsWith('100.64.'),
  );

  test('each zone has a subnet of it', () => {
    expect(podSubnets.map((subnet) => [subnet.availability_zone, subnet.cidr_block])).toEqual([
      ['eu-west-2a', '100.64.0.0/18'],
      ['eu-west-2b', '100.64.64.0/18'],
    ]);
  });

  test('its subnets are made after it was added to the VPC', () => {
    const block = Object.keys(stack.resource.aws_vpc_ipv4_cidr_block_association!)[0]!;
    expect(podSubnets.map(({ vpc_id }) => vpc_id)).toEqual(
      podSubnets.map(() => `\${aws_vpc_ipv4_cidr_block_association.${block}.vpc_id}`),
    );
  });

  test('pods leave through the NAT gateway of the nodes', () => {
    const tables = Object.entries(stack.resource.aws_route_table_association!).filter(([name]) =>
      name.includes('pods'),
    );
    expect(tables.map(([, { route_table_id }]) => String(route_table_id).includes('private'))).toEqual([
      true,
      true,
    ]);
  });

  test('nodes and load balancers are not put into it', () => {
    expect(podSubnets.map(({ tags }) => Object.keys(tags as object))).toEqual([['Name'], ['Name']]);
  });
});

test('a zone added at the end changes nothing of the others', () => {
  const [before, after] = [synth({}), synth({ zones: [...props.zones, 'eu-west-2c'] })].map(
    (stack) => stack.resource.aws_subnet!,
  );
  expect(after).toMatchObject(before!);
});

test('a network outside of the partition aws is named in its own', () => {
  expect(only(synth({ region: 'us-gov-west-1' }), 'aws_iam_role').assume_role_policy).toContain(
    'arn:aws-us-gov:ec2:us-gov-west-1:',
  );
});
