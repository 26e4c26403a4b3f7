import { typedJson } from '../e2e/support/sandbox-shell';
import { dev, type NodeGroup, young } from './support/fleet';

let before: { subnetIds: readonly string[]; groups: readonly NodeGroup[] };

beforeAll(() => {
  dev.begin(young);
  before = { subnetIds: dev.cluster().resourcesVpcConfig.subnetIds, groups: dev.nodeGroups() };
  dev.set({ network: { zones: ['eu-west-2a', 'eu-west-2b', 'eu-west-2c'] } });
  dev.run('deploy network cluster');
});

test('a zone is added, and the control plane stays in the zones of its creation', () => {
  expect(dev.cluster().resourcesVpcConfig.subnetIds).toEqual(before.subnetIds);
});

test('a zone is added, and no node group is replaced', () => {
  const made = ({ nodegroupName, createdAt, subnets }: NodeGroup) => ({ nodegroupName, createdAt, subnets });
  expect(dev.nodeGroups().map(made)).toEqual(before.groups.map(made));
});

test("a zone is added, and Karpenter's nodes can be in it", () => {
  const query = `Subnets[?Tags[?Key=='karpenter.sh/discovery' && Value=='infra-fleet-dev']].AvailabilityZone | sort(@)`;
  expect(typedJson(`aws ec2 describe-subnets --query "${query}" --output json`)).toEqual([
    'eu-west-2a',
    'eu-west-2b',
    'eu-west-2c',
  ]);
});

test('a zone is added, and nothing more is to be changed', () => {
  expect(dev.run('diff cluster')).toContain('No changes.');
});
