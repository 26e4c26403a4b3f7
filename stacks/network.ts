import type { Construct } from 'constructs';
import { interfaceEndpoints } from '../lib/network/interface-endpoints';
import { networkContract } from '../lib/terraform/contracts';
import { FleetStack, type FleetStackProps } from './fleet-stack';
import { ClusterVpc } from '../lib/network/vpc';
import { useAws } from './providers';

/** The VPC with its subnets, its ways out and the record of its connections. */
export class NetworkStack extends FleetStack {
  constructor(scope: Construct, props: FleetStackProps) {
    super(scope, 'network', props);
    const { aws, cluster, network } = props.fleet;
    useAws(this, props.fleet);

    const vpc = new ClusterVpc(this, 'vpc', {
      name: cluster.name,
      accountId: aws.account,
      region: aws.region,
      cidr: network.cidr,
      zones: network.zones,
      podCidr: network.podCidr,
      nat: network.nat,
      interfaceEndpoints: interfaceEndpoints(network, cluster.karpenter.enabled),
      flowLogs: network.flowLogs,
    });

    this.deployment.publish(networkContract, {
      vpcId: vpc.vpcId,
      publicSubnetIds: vpc.publicSubnetIds,
      privateSubnetIds: vpc.privateSubnetIds,
      intraSubnetIds: vpc.intraSubnetIds,
      podSubnetIds: vpc.podSubnetIds,
    });
  }
}
