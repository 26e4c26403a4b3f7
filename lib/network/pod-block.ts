import { VpcIpv4CidrBlockAssociation } from '@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association';
import { Construct } from 'constructs';
import { planPodSubnets } from './subnet-plan';
import { PodSubnet } from './subnets';

export interface PodBlockProps {
  readonly vpcId: string;
  /** Prefix of the Name tags. */
  readonly name: string;
  /** The block, /16 to /24, for example `100.64.0.0/16`. */
  readonly cidr: string;
  readonly zones: readonly string[];
  /** The route tables of the zones' private subnets, in the order of the zones. */
  readonly routeTableIds: readonly string[];
}

/** A second block of the VPC, all for pods, with a subnet in each zone. */
export class PodBlock extends Construct {
  readonly subnetIds: readonly string[];

  constructor(scope: Construct, id: string, props: PodBlockProps) {
    super(scope, id);
    const association = new VpcIpv4CidrBlockAssociation(this, 'block', {
      vpcId: props.vpcId,
      cidrBlock: props.cidr,
    });
    const subnets = planPodSubnets(props.cidr, props.zones).map(
      ({ zone, podCidr }, index) =>
        new PodSubnet(this, `zone-${index}`, {
          vpcId: association.vpcId,
          name: props.name,
          zone,
          cidr: podCidr,
          routeTableId: props.routeTableIds[index]!,
        }),
    );
    this.subnetIds = subnets.map((subnet) => subnet.subnetId);
  }
}
