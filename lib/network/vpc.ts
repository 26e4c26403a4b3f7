import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Construct } from 'constructs';
import { planSubnets } from '../config/subnets';
import { NatGateways } from './nat-gateways';
import { PrivateSubnet, PublicSubnet } from './subnets';

export interface ClusterVpcProps {
  /** Prefix of every Name tag. */
  readonly name: string;
  /** The VPC's block, for example `10.0.0.0/16`. */
  readonly cidr: string;
  /** Names of availability zones, in an order that never changes: a zone's blocks come from its position. */
  readonly zones: readonly string[];
  /** One NAT gateway for all zones, or one in each zone, which outlives the loss of a zone and costs more. */
  readonly nat: 'single' | 'zone';
}

/**
 * A VPC for EKS: a public and a private subnet in each zone, where only private ones hold nodes. The subnets carry the
 * tags by which the AWS Load Balancer Controller finds them
 * (https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html). The default security group is closed.
 */
export class ClusterVpc extends Construct {
  readonly vpcId: string;
  readonly publicSubnetIds: readonly string[];
  readonly privateSubnetIds: readonly string[];

  constructor(scope: Construct, id: string, props: ClusterVpcProps) {
    super(scope, id);
    const vpc = new Vpc(this, 'vpc', {
      cidrBlock: props.cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: props.name },
    });
    new DefaultSecurityGroup(this, 'default-security-group', {
      vpcId: vpc.id,
      tags: { Name: `${props.name}-default-closed` },
    });
    const internetGateway = new InternetGateway(this, 'internet-gateway', {
      vpcId: vpc.id,
      tags: { Name: props.name },
    });

    const plan = planSubnets(props.cidr, props.zones);
    const shared = { vpcId: vpc.id, name: props.name };
    const publicSubnets = plan.map(
      ({ zone, publicCidr }, index) =>
        new PublicSubnet(this, `public-${index}`, {
          ...shared,
          zone,
          cidr: publicCidr,
          internetGatewayId: internetGateway.id,
        }),
    );
    const gateways = new NatGateways(this, 'nat', {
      name: props.name,
      mode: props.nat,
      publicSubnetIds: publicSubnets.map((subnet) => subnet.subnetId),
      internetGateway,
    });
    const privateSubnets = plan.map(
      ({ zone, privateCidr }, index) =>
        new PrivateSubnet(this, `private-${index}`, {
          ...shared,
          zone,
          cidr: privateCidr,
          natGatewayId: gateways.ofZone(index),
        }),
    );

    this.vpcId = vpc.id;
    this.publicSubnetIds = publicSubnets.map((subnet) => subnet.subnetId);
    this.privateSubnetIds = privateSubnets.map((subnet) => subnet.subnetId);
  }
}
