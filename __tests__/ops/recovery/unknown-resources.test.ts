import { namedTypes, repeatableTypes } from '../../../ops/recovery/kinds/index';
import { ec2TaggedTypes } from '../../../ops/recovery/kinds/ec2-tagged';
import { findUnknown } from '../../../ops/recovery/unknown-resources';
import { synthesize, removeSynthesized, type StackJson } from '../../support/synth';
import { find, importId, own, ownTags, planned } from './support/find';
import { awsError, stubbedClients, type Answers } from './support/stubbed-clients';

const ownNamed = (name: string) => [...own, { Key: 'Name', Value: name }];

const vpc = planned('aws_vpc', { tags: { Name: 'fleet' } });
const vpcs = (...ids: string[]): Answers => ({
  DescribeVpcsCommand: () => ({ Vpcs: ids.map((VpcId) => ({ VpcId, Tags: ownNamed('fleet') })) }),
});

describe('what carries tags in EC2', () => {
  test('is found by the tags of the fleet and its name', async () => {
    expect((await find([vpc], vpcs('vpc-1'))).known).toMatchObject([
      { address: 'aws_vpc.it', importId: 'vpc-1', name: 'fleet' },
    ]);
  });

  test('is not found by its name alone', async () => {
    const answers = {
      DescribeVpcsCommand: () => ({ Vpcs: [{ VpcId: 'vpc-1', Tags: [{ Key: 'Name', Value: 'fleet' }] }] }),
    };
    expect((await find([vpc], answers)).known).toEqual([]);
  });

  test('is not looked for when a state has it', async () => {
    expect((await find([vpc], vpcs('vpc-1'), ['aws_vpc vpc-1'])).known).toEqual([]);
  });

  test('is not chosen among several', async () => {
    expect(await find([vpc], vpcs('vpc-1', 'vpc-2'))).toMatchObject({
      known: [],
      ambiguous: [{ address: 'aws_vpc.it', ids: ['vpc-1', 'vpc-2'] }],
    });
  });

  test.each(['deleted', 'failed'])('is not there any more when it is %s', async (State) => {
    const answers = {
      DescribeNatGatewaysCommand: () => ({
        NatGateways: [{ NatGatewayId: 'nat-1', Tags: ownNamed('fleet-0'), State }],
      }),
    };
    expect(await importId('aws_nat_gateway', { tags: { Name: 'fleet-0' } }, answers)).toBeUndefined();
  });

  const subnet = planned('aws_subnet', { tags: { Name: 'fleet-a' } });
  const subnetOf = (VpcId: string): Answers => ({
    ...vpcs('vpc-1'),
    DescribeSubnetsCommand: () => ({
      Subnets: [{ SubnetId: 'subnet-1', VpcId, Tags: ownNamed('fleet-a') }],
    }),
  });

  test('is found as part of what is found beside it', async () => {
    expect((await find([subnet, vpc], subnetOf('vpc-1'))).known.map((found) => found.importId)).toEqual([
      'vpc-1',
      'subnet-1',
    ]);
  });

  test('is not found as part of something else, for which it would be replaced', async () => {
    expect((await find([subnet, vpc], subnetOf('vpc-2'))).known.map((found) => found.importId)).toEqual([
      'vpc-1',
    ]);
  });

  test('is not a node of the cluster, which carries the same tags', async () => {
    const answers = {
      DescribeInstancesCommand: () => ({
        Reservations: [
          {
            Instances: [
              {
                InstanceId: 'i-1',
                Tags: [...ownNamed('fleet'), { Key: 'eks:cluster-name', Value: 'fleet' }],
              },
            ],
          },
        ],
      }),
    };
    expect(await importId('aws_instance', { tags: { Name: 'fleet' } }, answers)).toBeUndefined();
  });
});

test('something of the same name without the tags of the fleet is not of the fleet', async () => {
  const answers = { GetRoleCommand: () => ({ Role: { Tags: [] } }) };
  expect(await find([planned('aws_iam_role', { name: 'fleet-node' })], answers)).toMatchObject({
    known: [],
    foreign: [{ type: 'aws_iam_role', importId: 'fleet-node' }],
  });
});

test.each([
  ['NoSuchEntityException', { known: [], notKnown: [] }],
  ['AccessDenied', { known: [], notKnown: ['aws_iam_role.it: AccessDenied: AccessDenied'] }],
])('%s says whether it is known', async (name, result) => {
  const answers = {
    GetRoleCommand: () => {
      throw awsError(name);
    },
  };
  expect(await find([planned('aws_iam_role', { name: 'fleet-node' })], answers)).toMatchObject(result);
});

test('a type that is made again without harm is not looked for', async () => {
  const { clients, calls } = stubbedClients({});
  const lookup = { clients, account: '', partition: 'aws', ownTags, isKnown: () => false };
  await findUnknown(
    Object.keys(repeatableTypes).map((type) => planned(type, { name: 'a', role: 'b' })),
    lookup,
  );
  expect(calls).toEqual([]);
});

describe('every type that the stacks can have', () => {
  afterAll(removeSynthesized);

  const typesOf = ({ resource }: StackJson) =>
    Object.keys(resource).filter((type) => type.startsWith('aws_'));

  test('can be looked for, or needs not be', () => {
    const known = [...ec2TaggedTypes, ...Object.keys(namedTypes), ...Object.keys(repeatableTypes)];
    const synthesized = synthesize({ fleet: 'prod', overrides: 'ops/scan/every-choice.yaml' });
    const types = [...typesOf(synthesized.stack('network')), ...typesOf(synthesized.stack('cluster'))];
    expect(types.filter((type) => !known.includes(type))).toEqual([]);
  });
});

test.each([
  ['of a control plane, which EKS makes without tags, is taken in', '/aws/eks/fleet/cluster', ['known']],
  ['of somebody else is left alone', '/somebody/else', ['foreign']],
])('a log group %s', async (_, name, expected) => {
  const answers: Answers = {
    DescribeLogGroupsCommand: () => ({
      logGroups: [{ logGroupName: name, arn: `arn:aws:logs:r:0:log-group:${name}:*` }],
    }),
    ListTagsForResourceCommand: () => ({ tags: {} }),
  };
  const found = await find([planned('aws_cloudwatch_log_group', { name })], answers);
  expect(
    Object.entries({ known: found.known, foreign: found.foreign })
      .filter(([, list]) => list.length > 0)
      .map(([key]) => key),
  ).toEqual(expected);
});
