import type { NetworkInterface } from '@aws-sdk/client-ec2';
import type { FleetConfig } from '../../lib/fleet/schema';
import { partitionOf } from '../../lib/aws/partitions';
import { messageOf } from '../message-of';
import { readStateIfSynthesized } from '../recovery/stack-state';
import { fleetOf } from './fleet';
import type { Launch } from './launch';

/** How Elastic Load Balancing describes its interfaces, before what the load balancer is. */
const ofBalancer = 'ELB ';

/**
 * Why the network must not be destroyed yet: load balancers that nobody deleted before their cluster went are in its subnets. The AWS
 * provider would wait for them for twenty minutes and fail halfway. What the network plugin leaves, it deletes itself.
 *
 * @returns undefined when nothing speaks against it
 */
export async function leftLoadBalancers(launch: Launch): Promise<string | undefined> {
  const state = await readStateIfSynthesized(launch.folder);
  const vpcs = state?.resources.filter(({ mode, type }) => mode === 'managed' && type === 'aws_vpc') ?? [];
  const ids = vpcs.flatMap(({ id }) => id ?? []);
  if (ids.length === 0) return undefined;
  try {
    const fleet = fleetOf(launch);
    const { allPages, awsClients } = await import('../recovery/aws-clients.js');
    const { paginateDescribeNetworkInterfaces } = await import('@aws-sdk/client-ec2');
    const { ec2: client } = awsClients(fleet.aws.region);
    const interfaces = await allPages(
      paginateDescribeNetworkInterfaces({ client }, { Filters: [{ Name: 'vpc-id', Values: ids }] }),
      (page) => page.NetworkInterfaces,
    );
    return refusal(
      fleet,
      interfaces.filter(({ VpcId = '' }) => ids.includes(VpcId)),
    );
  } catch (error) {
    launch.say(`Not known whether load balancers are left in the network. ${messageOf(error)}`);
    return undefined;
  }
}

/** Says which load balancers there are, and how to delete them. */
export function refusal(
  { aws }: Pick<FleetConfig, 'aws'>,
  interfaces: readonly Pick<NetworkInterface, 'Description'>[],
): string | undefined {
  const described = interfaces.map(({ Description = '' }) => Description);
  const names = new Set(
    described.filter((text) => text.startsWith(ofBalancer)).map((text) => text.slice(ofBalancer.length)),
  );
  if (names.size === 0) return undefined;
  const arn = (name: string): string =>
    `arn:${partitionOf(aws.region)}:elasticloadbalancing:${aws.region}:${aws.account}:loadbalancer/${name}`;
  return [
    'Refused: load balancers are left in the subnets of this network, which AWS does not delete with them:',
    ...[...names].map((name) => `  ${name}`),
    'Nothing was changed. If nobody needs them, delete them, then run the same command again:',
    ...[...names].map((name) =>
      name.includes('/')
        ? `  aws elbv2 delete-load-balancer --region ${aws.region} --load-balancer-arn ${arn(name)}`
        : `  aws elb delete-load-balancer --region ${aws.region} --load-balancer-name ${name}`,
    ),
  ].join('\n');
}
