import type { Construct } from 'constructs';
import { networkContract } from '../lib/contracts';
import { FleetStack, type FleetStackProps } from '../lib/fleet-stack';
import { ClusterVpc } from '../lib/network/vpc';
import { useAws } from '../lib/providers';

/** The VPC with its subnets and its ways out. */
export class NetworkStack extends FleetStack {
  constructor(scope: Construct, props: FleetStackProps) {
    super(scope, 'network', props);
    const { fleet } = props;
    useAws(this, fleet);

    const vpc = new ClusterVpc(this, 'vpc', {
      name: fleet.cluster.name,
      cidr: fleet.network.cidr,
      zones: fleet.network.zones,
      nat: fleet.network.nat,
    });

    this.deployment.publish(networkContract, {
      vpcId: vpc.vpcId,
      publicSubnetIds: vpc.publicSubnetIds,
      privateSubnetIds: vpc.privateSubnetIds,
    });
  }
}
