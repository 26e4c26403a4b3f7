import { Eip } from '@cdktf/provider-aws/lib/eip';
import type { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Construct } from 'constructs';

export interface NatGatewaysProps {
  readonly name: string;
  /** One for all zones, in the first zone's public subnet, or one in each zone. */
  readonly mode: 'single' | 'zone';
  readonly publicSubnetIds: readonly string[];
  /** Must be attached before a NAT gateway can be used, and detached after it. */
  readonly internetGateway: InternetGateway;
}

/** The way out of the private subnets. */
export class NatGateways extends Construct {
  private readonly ids: readonly string[];

  constructor(scope: Construct, id: string, props: NatGatewaysProps) {
    super(scope, id);
    const subnets = props.mode === 'single' ? props.publicSubnetIds.slice(0, 1) : props.publicSubnetIds;
    this.ids = subnets.map((subnetId, zone) => {
      const tags = { Name: `${props.name}-${zone}` };
      const address = new Eip(this, `address-${zone}`, {
        domain: 'vpc',
        tags,
        dependsOn: [props.internetGateway],
      });
      const gateway = new NatGateway(this, `gateway-${zone}`, { allocationId: address.id, subnetId, tags });
      return gateway.id;
    });
  }

  /** The gateway that serves a zone, given by its position. */
  ofZone(zone: number): string {
    return this.ids[zone] ?? this.ids[0]!;
  }
}
