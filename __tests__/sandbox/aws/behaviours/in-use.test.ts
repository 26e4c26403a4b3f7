import { InUse } from '../../../../sandbox/src/aws/behaviours/in-use.js';

const answers: Readonly<Record<string, object>> = {
  '/clusters': { clusters: ['blue'] },
  '/clusters/blue': { cluster: { resourcesVpcConfig: { subnetIds: ['subnet-control'] } } },
  '/clusters/blue/node-groups': { nodegroups: ['default'] },
  '/clusters/blue/node-groups/default': { nodegroup: { subnets: ['subnet-nodes'] } },
};
const interfaces = '<item><subnetId>subnet-balancer</subnetId><groupId>sg-balancer</groupId></item>';
const inUse = new InUse({
  eks: <T>(_: string, path: string) => Promise.resolve(answers[path] as T),
  ec2: () => Promise.resolve(interfaces),
});

const deletion = (operation: string, input: object) =>
  inUse.before({ service: 'ec2', operation, input: { ...input } });

test.each(['subnet-control', 'subnet-nodes', 'subnet-balancer'])(
  '%s can not be deleted',
  async (SubnetId) => {
    await expect(deletion('DeleteSubnet', { SubnetId })).rejects.toThrow(
      `The subnet '${SubnetId}' has dependencies and cannot be deleted.`,
    );
  },
);

test('nor can the security group of an interface', async () => {
  await expect(deletion('DeleteSecurityGroup', { GroupId: 'sg-balancer' })).rejects.toThrow(
    'resource sg-balancer has a dependent object',
  );
});

test('a subnet without interfaces can', async () => {
  await expect(deletion('DeleteSubnet', { SubnetId: 'subnet-empty' })).resolves.toBeUndefined();
});
