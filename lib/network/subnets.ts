import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Construct } from 'constructs';

interface SubnetProps {
  readonly vpcId: string;
  /** Prefix of the Name tags. */
  readonly name: string;
  readonly zone: string;
  readonly cidr: string;
}

export interface PublicSubnetProps extends SubnetProps {
  readonly internetGatewayId: string;
}

export interface PrivateSubnetProps extends SubnetProps {
  /** The way out. @default none: the subnet reaches only the VPC and its endpoints */
  readonly natGatewayId?: string;
  /** The cluster whose Karpenter may start nodes here. */
  readonly clusterName: string;
}

export interface PodSubnetProps extends SubnetProps {
  /** The route table of the zone's private subnet. */
  readonly routeTableId: string;
}

/**
 * A subnet with a route to the internet gateway. Nothing in it gets a public address unless it asks for one: load
 * balancers and NAT gateways do.
 */
export class PublicSubnet extends Construct {
  readonly subnetId: string;

  constructor(scope: Construct, id: string, props: PublicSubnetProps) {
    super(scope, id);
    this.subnetId = makeSubnet(this, props, 'public', { 'kubernetes.io/role/elb': '1' });
    const routeTableId = makeRouteTable(this, props, 'public', this.subnetId);
    new Route(this, 'default-route', {
      routeTableId,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: props.internetGatewayId,
    });
  }
}

/**
 * A subnet for nodes and internal load balancers, with a route out through a NAT gateway where there is one. Karpenter
 * finds it by the tag `karpenter.sh/discovery` (https://karpenter.sh/docs/concepts/nodeclasses/#specsubnetselectorterms).
 */
export class PrivateSubnet extends Construct {
  readonly subnetId: string;
  readonly routeTableId: string;

  constructor(scope: Construct, id: string, props: PrivateSubnetProps) {
    super(scope, id);
    this.subnetId = makeSubnet(this, props, 'private', {
      'kubernetes.io/role/internal-elb': '1',
      'karpenter.sh/discovery': props.clusterName,
    });
    this.routeTableId = makeRouteTable(this, props, 'private', this.subnetId);
    if (props.natGatewayId === undefined) return;
    new Route(this, 'default-route', {
      routeTableId: this.routeTableId,
      destinationCidrBlock: '0.0.0.0/0',
      natGatewayId: props.natGatewayId,
    });
  }
}

/** A subnet that reaches nothing but the VPC, for the interfaces of the EKS control plane. */
export class IntraSubnet extends Construct {
  readonly subnetId: string;

  constructor(scope: Construct, id: string, props: SubnetProps) {
    super(scope, id);
    this.subnetId = makeSubnet(this, props, 'intra');
    makeRouteTable(this, props, 'intra', this.subnetId);
  }
}

/** A subnet for pods alone, with the routes of the zone's private subnet. */
export class PodSubnet extends Construct {
  readonly subnetId: string;

  constructor(scope: Construct, id: string, props: PodSubnetProps) {
    super(scope, id);
    this.subnetId = makeSubnet(this, props, 'pods');
    new RouteTableAssociation(this, 'association', {
      subnetId: this.subnetId,
      routeTableId: props.routeTableId,
    });
  }
}

type Kind = 'public' | 'private' | 'intra' | 'pods';

function makeSubnet(
  scope: Construct,
  props: SubnetProps,
  kind: Kind,
  discovery: Record<string, string> = {},
): string {
  const subnet = new Subnet(scope, 'subnet', {
    vpcId: props.vpcId,
    availabilityZone: props.zone,
    cidrBlock: props.cidr,
    mapPublicIpOnLaunch: false,
    tags: { Name: nameOf(props, kind), ...discovery },
  });
  return subnet.id;
}

function makeRouteTable(scope: Construct, props: SubnetProps, kind: Kind, subnetId: string): string {
  const routeTable = new RouteTable(scope, 'route-table', {
    vpcId: props.vpcId,
    tags: { Name: nameOf(props, kind) },
  });
  new RouteTableAssociation(scope, 'association', { subnetId, routeTableId: routeTable.id });
  return routeTable.id;
}

function nameOf({ name, zone }: SubnetProps, kind: Kind): string {
  return `${name}-${kind}-${zone}`;
}
