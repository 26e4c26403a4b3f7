import type { Construct } from 'constructs';
import { interfaceEndpoints } from '../lib/network/interface-endpoints';
import { networkContract } from '../lib/terraform/contracts';
import { FleetStack, type FleetStackProps } from './fleet-stack';
import { ExistingVpc } from '../lib/network/existing-vpc';
import { ClusterVpc } from '../lib/network/vpc';
import { useAws } from './providers';

/** The VPC with its subnets, its ways out and the record of its connections; or a VPC that is there, checked. */
export class NetworkStack extends FleetStack {
  constructor(scope: Construct, props: FleetStackProps) {
    super(scope, 'network', props);
    const { aws, cluster, network } = props.fleet;
    useAws(this, props.fleet);

    const { cidr, zones, existing } = network;
    const vpc =
      existing !== undefined
        ? new ExistingVpc(this, 'existing-vpc', {
            existing,
            cidr,
            zones,
            karpenterCluster: cluster.karpenter.enabled ? cluster.name : undefined,
          })
        : new ClusterVpc(this, 'vpc', {
            name: cluster.name,
            accountId: aws.account,
            region: aws.region,
            cidr,
            zones,
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
