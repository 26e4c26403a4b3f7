import type { EmulatorClient } from './emulator-client.js';
import { rewritten, type AwsReply, type AwsRequest, type Interceptor } from './message.js';
import type { RememberedFields } from './remembered-fields.js';
import { xmlValue } from './xml.js';

/** The address of a NAT gateway, which the emulator drops. */
export interface NatAddress {
  readonly allocationId?: string;
  readonly publicIp?: string;
}

/** NAT gateways with their elastic addresses. */
export class NatGateways implements Interceptor {
  constructor(
    private readonly emulator: Pick<EmulatorClient, 'send' | 'ec2'>,
    private readonly remembered: RememberedFields,
  ) {}

  async handle(request: AwsRequest): Promise<AwsReply | undefined> {
    const parameters = new URLSearchParams(request.body.toString('utf8'));
    const action = parameters.get('Action');
    if (action !== 'CreateNatGateway' && action !== 'DescribeNatGateways') return undefined;
    const reply = await this.emulator.send(request);
    const allocationId = parameters.get('AllocationId');
    if (action === 'CreateNatGateway' && allocationId !== null) await this.remember(reply, allocationId);
    return rewritten(reply, (xml) => fillNatGateways(xml, (id) => this.addressOf(id)));
  }

  private async remember(reply: AwsReply, allocationId: string): Promise<void> {
    const id = xmlValue(reply.body.toString('utf8'), 'natGatewayId');
    if (id === undefined) return;
    const described = await this.emulator.ec2('DescribeAddresses', { 'AllocationId.1': allocationId });
    this.remembered.merge(key(id), { allocationId, publicIp: xmlValue(described, 'publicIp') });
  }

  private addressOf(id: string): NatAddress {
    return this.remembered.get(key(id));
  }
}

/** Puts addresses into an answer with NAT gateways. */
export function fillNatGateways(xml: string, addressOf: (id: string) => NatAddress): string {
  return xml.replace(
    /(<natGatewayId>([^<]+)<\/natGatewayId>(?:(?!<natGatewayId>)[\s\S])*?)<natGatewayAddressSet\/>/g,
    (whole, before: string, id: string) => {
      const { allocationId, publicIp } = addressOf(id);
      if (allocationId === undefined) return whole;
      const address =
        `<allocationId>${allocationId}</allocationId><publicIp>${publicIp ?? ''}</publicIp>` +
        '<isPrimary>true</isPrimary><status>succeeded</status>';
      return `${before}<natGatewayAddressSet><item>${address}</item></natGatewayAddressSet>`;
    },
  );
}

function key(id: string): string {
  return `nat-gateway/${id}`;
}
