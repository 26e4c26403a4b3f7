import type { Cluster, Nodegroup } from '@aws-sdk/client-eks';
import type { EmulatorClient } from '../emulator-client.js';
import { AwsError } from '../message.js';
import { xmlValues } from '../xml.js';
import type { Behaviour, ServiceCall } from './behaviour.js';

/** What calls delete that an interface can be in: the parameter with its id, and what EC2 says of it. */
const places: Readonly<Record<string, { readonly parameter: string; readonly say: (id: string) => string }>> =
  {
    DeleteSubnet: {
      parameter: 'SubnetId',
      say: (id) => `The subnet '${id}' has dependencies and cannot be deleted.`,
    },
    DeleteSecurityGroup: { parameter: 'GroupId', say: (id) => `resource ${id} has a dependent object` },
  };

/**
 * Subnets and security groups that a network interface is in can't be deleted: those of control planes and nodes, which the
 * sandbox has no interfaces for, and those that others left, such as load balancers.
 */
export class InUse implements Behaviour {
  constructor(private readonly emulator: Pick<EmulatorClient, 'ec2' | 'eks'>) {}

  async before({ service, operation, input }: ServiceCall): Promise<void> {
    const place = service === 'ec2' ? places[operation] : undefined;
    const id = place && input[place.parameter];
    if (place === undefined || typeof id !== 'string') return;
    if (!(await this.idsInUse()).has(id)) return;
    throw new AwsError(400, 'DependencyViolation', place.say(id));
  }

  private async idsInUse(): Promise<Set<string>> {
    const interfaces = await this.emulator.ec2('DescribeNetworkInterfaces', {});
    const { clusters } = await this.emulator.eks<{ clusters: string[] }>('GET', '/clusters');
    const ofClusters = await Promise.all(clusters.map(async (name) => await this.idsOf(name)));
    return new Set([
      ...xmlValues(interfaces, 'subnetId'),
      ...xmlValues(interfaces, 'groupId'),
      ...ofClusters.flat(),
    ]);
  }

  private async idsOf(name: string): Promise<string[]> {
    const path = `/clusters/${name}`;
    const { cluster } = await this.emulator.eks<{ cluster: Cluster }>('GET', path);
    const { nodegroups } = await this.emulator.eks<{ nodegroups: string[] }>('GET', `${path}/node-groups`);
    const groups = await Promise.all(
      nodegroups.map(
        async (group) =>
          (await this.emulator.eks<{ nodegroup: Nodegroup }>('GET', `${path}/node-groups/${group}`))
            .nodegroup,
      ),
    );
    const { subnetIds = [], securityGroupIds = [] } = cluster.resourcesVpcConfig ?? {};
    return [...subnetIds, ...securityGroupIds, ...groups.flatMap(({ subnets }) => subnets ?? [])];
  }
}
