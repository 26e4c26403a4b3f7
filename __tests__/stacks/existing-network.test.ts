import { Testing } from 'cdktf';
import { fixture, parseDev } from '../lib/fleet/fixtures';
import { stateLocation } from '../../lib/terraform/state-location';
import { ClusterStack } from '../../stacks/cluster';
import { NetworkStack } from '../../stacks/network';
import { allOf, type StackJson } from '../support/synth';

const ids = (first: number) => `[subnet-0000000${first}, subnet-0000000${first + 1}]`;

const text = fixture('valid', 'minimal.yaml').replace(
  'network:\n',
  `network:
  existing:
    vpcId: vpc-00000001
    publicSubnetIds: ${ids(1)}
    privateSubnetIds: ${ids(3)}
    podSubnetIds: ${ids(5)}
`,
);

function stackOf(Stack: typeof NetworkStack | typeof ClusterStack, file = text): StackJson {
  const fleet = parseDev(file);
  const stack = new Stack(Testing.app(), { fleet, state: stateLocation(fleet.state, '.') });
  return JSON.parse(Testing.synth(stack)) as StackJson;
}

const network = stackOf(NetworkStack);

/** The conditions that a subnet must fulfil. */
function conditionsOf(stack: StackJson, id: string): unknown[] {
  const subnet = Object.values(stack.data!.aws_subnet!).find((data) => data.id === id)!;
  const { postcondition } = subnet.lifecycle as { postcondition: { condition: string }[] };
  return postcondition.map(({ condition }) => condition);
}

test('nothing is made in a VPC that is there', () => {
  expect(Object.keys(network.resource)).toEqual(['terraform_data']);
});

test('each subnet is published under its kind, in the order of the zones', () => {
  const idOf = new Map(
    Object.entries(network.data!.aws_subnet!).map(([name, { id }]) => [`\${data.aws_subnet.${name}.id}`, id]),
  );
  const published = ['public', 'private', 'intra', 'pod'].map((kind) =>
    (network.output[`${kind}_subnet_ids`]!.value as string[]).map((reference) => idOf.get(reference)),
  );
  expect(published).toEqual([
    ['subnet-00000001', 'subnet-00000002'],
    ['subnet-00000003', 'subnet-00000004'],
    ['subnet-00000003', 'subnet-00000004'],
    ['subnet-00000005', 'subnet-00000006'],
  ]);
});

test('a private subnet must be in the VPC, in its zone, and be found by load balancers', () => {
  expect(conditionsOf(network, 'subnet-00000004')).toEqual([
    '${self.vpc_id == "vpc-00000001"}',
    '${self.availability_zone == "eu-west-2b"}',
    '${lookup(self.tags, "kubernetes.io/role/internal-elb", "") == "1"}',
  ]);
});

test('Karpenter must find a private subnet too', () => {
  const withKarpenter = text.replace('cluster:\n', 'cluster:\n  karpenter: { enabled: true }\n');
  expect(conditionsOf(stackOf(NetworkStack, withKarpenter), 'subnet-00000004')).toContain(
    '${lookup(self.tags, "karpenter.sh/discovery", "") == "infra-fleet-dev"}',
  );
});

test('pods are given the subnets that are for them', () => {
  const cni = allOf(stackOf(ClusterStack), 'aws_eks_addon').find(
    ({ addon_name }) => addon_name === 'vpc-cni',
  )!;
  expect(cni.configuration_values).toContain('eniConfig');
});
