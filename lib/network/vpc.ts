import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Construct } from 'constructs';
import { planSubnets } from './subnet-plan';
import { InterfaceEndpoints, S3Endpoint } from './endpoints';
import { FlowLogs, type FlowLogsProps } from './flow-logs';
import { NatGateways } from './nat-gateways';
import { PodBlock } from './pod-block';
import { IntraSubnet, PrivateSubnet, PublicSubnet } from './subnets';

export interface ClusterVpcProps {
  /** The cluster's name: prefix of every Name tag, and what Karpenter finds the private subnets by. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** The VPC's block, for example `10.0.0.0/16`. */
  readonly cidr: string;
  /** Names of availability zones, in an order that never changes: a zone's blocks come from its position. */
  readonly zones: readonly string[];
  /** A second block, for pods alone. @default none: pods share the private subnets */
  readonly podCidr?: string;
  /**
   * One NAT gateway for all zones; one in each zone, which outlives the loss of a zone and costs more; or none, which
   * leaves the private subnets without a way to the internet.
   */
  readonly nat: 'single' | 'zone' | 'none';
  /** AWS services with an interface endpoint in each zone, without their region, for example `ecr.api`. */
  readonly interfaceEndpoints: readonly string[];
  readonly flowLogs: Pick<FlowLogsProps, 'traffic' | 'retentionDays'>;
}

/**
 * A VPC for EKS: in each zone a public, a private and an intra subnet, where only private ones hold nodes, and by choice
 * one for pods. The subnets carry the tags by which the AWS Load Balancer Controller and Karpenter find them
 * (https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html). The default security group is closed,
 * S3 is reached without NAT, and connections are recorded.
 */
export class ClusterVpc extends Construct {
  readonly vpcId: string;
  readonly publicSubnetIds: readonly string[];
  readonly privateSubnetIds: readonly string[];
  readonly intraSubnetIds: readonly string[];
  readonly podSubnetIds: readonly string[];

  constructor(scope: Construct, id: string, props: ClusterVpcProps) {
    super(scope, id);
    const { accountId, name, region, zones, podCidr } = props;
    const vpc = new Vpc(this, 'vpc', {
      cidrBlock: props.cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: name },
    });
    new DefaultSecurityGroup(this, 'default-security-group', {
      vpcId: vpc.id,
      tags: { Name: `${name}-default-closed` },
    });
    const internetGateway = new InternetGateway(this, 'internet-gateway', {
      vpcId: vpc.id,
      tags: { Name: name },
    });

    const plan = planSubnets(props.cidr, zones);
    const shared = { vpcId: vpc.id, name };
    const publicSubnets = plan.map(
      ({ zone, publicCidr }, index) =>
        new PublicSubnet(this, `public-${index}`, {
          ...shared,
          zone,
          cidr: publicCidr,
          internetGatewayId: internetGateway.id,
        }),
    );
    this.publicSubnetIds = publicSubnets.map((subnet) => subnet.subnetId);
    const gateways =
      props.nat === 'none'
        ? undefined
        : new NatGateways(this, 'nat', {
            name,
            mode: props.nat,
            publicSubnetIds: this.publicSubnetIds,
            internetGateway,
          });
    const privateSubnets = plan.map(
      ({ zone, privateCidr }, index) =>
        new PrivateSubnet(this, `private-${index}`, {
          ...shared,
          zone,
          cidr: privateCidr,
          natGatewayId: gateways?.ofZone(index),
          clusterName: name,
        }),
    );
    const intraSubnets = plan.map(
      ({ zone, intraCidr }, index) =>
        new IntraSubnet(this, `intra-${index}`, { ...shared, zone, cidr: intraCidr }),
    );
    this.privateSubnetIds = privateSubnets.map((subnet) => subnet.subnetId);
    this.intraSubnetIds = intraSubnets.map((subnet) => subnet.subnetId);
    const routeTableIds = privateSubnets.map((subnet) => subnet.routeTableId);
    this.podSubnetIds =
      podCidr === undefined
        ? []
        : new PodBlock(this, 'pods', { ...shared, cidr: podCidr, zones, routeTableIds }).subnetIds;

    new S3Endpoint(this, 's3', { ...shared, region, routeTableIds });
    if (props.interfaceEndpoints.length > 0) {
      new InterfaceEndpoints(this, 'endpoints', {
        ...shared,
        region,
        services: props.interfaceEndpoints,
        subnetIds: this.privateSubnetIds,
        allowedCidrs: { vpc: props.cidr, ...(podCidr === undefined ? {} : { pods: podCidr }) },
      });
    }
    new FlowLogs(this, 'flow-logs', { ...shared, accountId, region, ...props.flowLogs });
    this.vpcId = vpc.id;
  }
}
