import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Construct } from 'constructs';

interface SubnetProps {
  readonly vpcId: string;
  readonly name: string;
  readonly zone: string;
  readonly cidr: string;
}

export interface PublicSubnetProps extends SubnetProps {
  readonly internetGatewayId: string;
}

export interface PrivateSubnetProps extends SubnetProps {
  readonly natGatewayId: string;
}

/**
 * A subnet with a route to the internet gateway. Nothing in it gets a public address unless it asks for one: load
 * balancers and NAT gateways do.
 */
export class PublicSubnet extends Construct {
  readonly subnetId: string;

  constructor(scope: Construct, id: string, props: PublicSubnetProps) {
    super(scope, id);
    const { subnetId, routeTableId } = routedSubnet(this, props, 'public', { 'kubernetes.io/role/elb': '1' });
    new Route(this, 'default-route', {
      routeTableId,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: props.internetGatewayId,
    });
    this.subnetId = subnetId;
  }
}

/** A subnet for nodes and internal load balancers, with a route out through a NAT gateway. */
export class PrivateSubnet extends Construct {
  readonly subnetId: string;

  constructor(scope: Construct, id: string, props: PrivateSubnetProps) {
    super(scope, id);
    const { subnetId, routeTableId } = routedSubnet(this, props, 'private', {
      'kubernetes.io/role/internal-elb': '1',
    });
    new Route(this, 'default-route', {
      routeTableId,
      destinationCidrBlock: '0.0.0.0/0',
      natGatewayId: props.natGatewayId,
    });
    this.subnetId = subnetId;
  }
}

function routedSubnet(
  scope: Construct,
  props: SubnetProps,
  kind: 'public' | 'private',
  discovery: Record<string, string>,
): { subnetId: string; routeTableId: string } {
  const tags = { Name: `${props.name}-${kind}-${props.zone}` };
  const subnet = new Subnet(scope, 'subnet', {
    vpcId: props.vpcId,
    availabilityZone: props.zone,
    cidrBlock: props.cidr,
    mapPublicIpOnLaunch: false,
    tags: { ...tags, ...discovery },
  });
  const routeTable = new RouteTable(scope, 'route-table', { vpcId: props.vpcId, tags });
  new RouteTableAssociation(scope, 'association', { subnetId: subnet.id, routeTableId: routeTable.id });
  return { subnetId: subnet.id, routeTableId: routeTable.id };
}
