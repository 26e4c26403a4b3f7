import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { Construct } from 'constructs';
import { expression } from '../terraform/expression';
import type { ExistingNetwork } from './existing-settings';

export interface ExistingVpcProps {
  /** What the fleet file says is there. */
  readonly existing: ExistingNetwork;
  /** The VPC's block. */
  readonly cidr: string;
  readonly zones: readonly string[];
  /** The cluster whose Karpenter finds the private subnets by their tag. @default none */
  readonly karpenterCluster?: string;
}

/** Something that a subnet must have, as a Terraform expression about it. */
interface Requirement {
  readonly condition: string;
  /** Completes "The subnet ... ". */
  readonly otherwise: string;
}

/**
 * A VPC that somebody else makes. Every plan reads it and stops where it isn't what the fleet file says, or lacks what a cluster needs of
 * it (https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html,
 * https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html).
 */
export class ExistingVpc extends Construct {
  readonly vpcId: string;
  readonly publicSubnetIds: readonly string[];
  readonly privateSubnetIds: readonly string[];
  readonly intraSubnetIds: readonly string[];
  readonly podSubnetIds: readonly string[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ExistingVpcProps,
  ) {
    super(scope, id);
    const { existing, cidr, karpenterCluster } = props;
    const subject = `The VPC ${existing.vpcId} of network.existing`;
    this.vpcId = new DataAwsVpc(this, 'vpc', {
      id: existing.vpcId,
      lifecycle: {
        postcondition: [
          {
            condition: expression(`self.cidr_block == "${cidr}"`),
            errorMessage: `${subject} has the block ${expression('self.cidr_block')}, not network.cidr ${cidr}. Correct network.cidr.`,
          },
          {
            condition: expression('self.enable_dns_support && self.enable_dns_hostnames'),
            errorMessage: `${subject} lacks DNS support or DNS host names, without which nodes don't find the cluster. Enable both.`,
          },
        ],
      },
    }).id;
    this.publicSubnetIds = this.read('public', existing.publicSubnetIds, [tagged('kubernetes.io/role/elb')]);
    this.privateSubnetIds = this.read('private', existing.privateSubnetIds, [
      tagged('kubernetes.io/role/internal-elb'),
      ...(karpenterCluster === undefined ? [] : [tagged('karpenter.sh/discovery', karpenterCluster)]),
    ]);
    const intra = this.read('intra', existing.intraSubnetIds, []);
    this.intraSubnetIds = intra.length > 0 ? intra : this.privateSubnetIds;
    this.podSubnetIds = this.read('pods', existing.podSubnetIds, []);
  }

  private read(kind: string, ids: readonly string[], more: readonly Requirement[]): readonly string[] {
    const { existing, zones } = this.props;
    return ids.map((id, index) => {
      const requirements: readonly Requirement[] = [
        {
          condition: `self.vpc_id == "${existing.vpcId}"`,
          otherwise: `is in ${expression('self.vpc_id')}, not in ${existing.vpcId}. Correct network.existing.`,
        },
        {
          condition: `self.availability_zone == "${zones[index]}"`,
          otherwise: `is in ${expression('self.availability_zone')}, not in ${zones[index]}. Put the subnets in the order of network.zones.`,
        },
        ...more,
      ];
      return new DataAwsSubnet(this, `${kind}-${index}`, {
        id,
        lifecycle: {
          postcondition: requirements.map(({ condition, otherwise }) => ({
            condition: expression(condition),
            errorMessage: `The ${kind} subnet ${id} of network.existing ${otherwise}`,
          })),
        },
      }).id;
    });
  }
}

/** A tag by which controllers find subnets. */
function tagged(key: string, value = '1'): Requirement {
  return {
    condition: `lookup(self.tags, "${key}", "") == "${value}"`,
    otherwise: `lacks the tag ${key}=${value}, by which controllers in the cluster find it. Add the tag.`,
  };
}
