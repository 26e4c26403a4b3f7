import type { EmulatorClient } from './emulator-client.js';
import { rewritten, type AwsReply, type AwsRequest, type Interceptor } from './message.js';
import type { RememberedFields } from './remembered-fields.js';
import { escapeXml, xmlValue } from './xml.js';

/** EC2 NAT gateways with their elastic addresses, which the emulator drops. */
export class NatGateways implements Interceptor {
  constructor(
    private readonly emulator: EmulatorClient,
    private readonly remembered: RememberedFields,
  ) {}

  async handle(request: AwsRequest): Promise<AwsReply | undefined> {
    const parameters = new URLSearchParams(request.body.toString('utf8'));
    const action = parameters.get('Action');
    if (action !== 'CreateNatGateway' && action !== 'DescribeNatGateways') return undefined;
    const reply = await this.emulator.send(request);
    const allocationId = parameters.get('AllocationId');
    const id = xmlValue(reply.body.toString('utf8'), 'natGatewayId');
    if (action === 'CreateNatGateway' && allocationId !== null && id !== undefined)
      this.remembered.set(`nat-gateway/${id}`, { allocationId });
    return rewritten(reply, (xml) =>
      fillAddresses(
        xml,
        (gateway) => this.remembered.get(`nat-gateway/${gateway}`).allocationId as string | undefined,
      ),
    );
  }
}

/** An answer about NAT gateways with the address of each. */
export function fillAddresses(
  xml: string,
  allocationOf: (natGatewayId: string) => string | undefined,
): string {
  return xml.replaceAll(
    /<natGatewayId>([^<]+)<\/natGatewayId>(?:(?!<natGatewayId>)[^])*?<natGatewayAddressSet\/>/g,
    (gateway: string, id: string) => {
      const allocation = allocationOf(id);
      return allocation === undefined
        ? gateway
        : gateway.replace('<natGatewayAddressSet/>', addressSet(allocation));
    },
  );
}

function addressSet(allocationId: string): string {
  const item = `<allocationId>${escapeXml(allocationId)}</allocationId><isPrimary>true</isPrimary><status>succeeded</status>`;
  return `<natGatewayAddressSet><item>${item}</item></natGatewayAddressSet>`;
}
