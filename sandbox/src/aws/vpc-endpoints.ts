import type { EmulatorClient } from './emulator-client.js';
import { onceAccepted, rewritten, type AwsReply, type AwsRequest, type Interceptor } from './message.js';
import type { RememberedFields } from './remembered-fields.js';
import { escapeXml, listParameter, xmlValue } from './xml.js';

/** The parts of a VPC endpoint that the emulator drops. */
export interface EndpointFields {
  readonly privateDnsEnabled?: boolean;
  readonly securityGroupIds?: readonly string[];
}

/** Interface endpoints with their security groups and private DNS. */
export class VpcEndpoints implements Interceptor {
  constructor(
    private readonly emulator: EmulatorClient,
    private readonly remembered: RememberedFields,
  ) {}

  async handle(request: AwsRequest): Promise<AwsReply | undefined> {
    const parameters = new URLSearchParams(request.body.toString('utf8'));
    switch (parameters.get('Action') ?? '') {
      case 'CreateVpcEndpoint':
        return await this.create(request, parameters);
      case 'ModifyVpcEndpoint':
        return onceAccepted(await this.emulator.send(request), () => this.modify(parameters));
      case 'DescribeVpcEndpoints':
        return this.fill(await this.emulator.send(request));
      default:
        return undefined;
    }
  }

  private async create(request: AwsRequest, parameters: URLSearchParams): Promise<AwsReply> {
    const reply = await this.emulator.send(request);
    const id = xmlValue(reply.body.toString('utf8'), 'vpcEndpointId');
    if (id !== undefined) {
      this.remember(id, {
        privateDnsEnabled: parameters.get('PrivateDnsEnabled') === 'true',
        securityGroupIds: listParameter(parameters, 'SecurityGroupId'),
      });
    }
    return this.fill(reply);
  }

  private modify(parameters: URLSearchParams): void {
    const id = parameters.get('VpcEndpointId') ?? '';
    const { privateDnsEnabled = false, securityGroupIds = [] } = this.fieldsOf(id);
    const removed = listParameter(parameters, 'RemoveSecurityGroupId');
    const added = listParameter(parameters, 'AddSecurityGroupId');
    this.remember(id, {
      privateDnsEnabled: (parameters.get('PrivateDnsEnabled') ?? String(privateDnsEnabled)) === 'true',
      securityGroupIds: [...securityGroupIds.filter((group) => !removed.includes(group)), ...added],
    });
  }

  private fill(reply: AwsReply): AwsReply {
    return rewritten(reply, (xml) => fillVpcEndpoints(xml, (id) => this.fieldsOf(id)));
  }

  private remember(id: string, fields: EndpointFields): void {
    this.remembered.set(`vpc-endpoint/${id}`, { ...fields });
  }

  private fieldsOf(id: string): EndpointFields {
    return this.remembered.get(`vpc-endpoint/${id}`);
  }
}

/** An answer with the missing elements after each endpoint's id. */
export function fillVpcEndpoints(xml: string, fieldsOf: (id: string) => EndpointFields): string {
  return xml.replaceAll(/<vpcEndpointId>([^<]+)<\/vpcEndpointId>/g, (element: string, id: string) => {
    const { privateDnsEnabled = false, securityGroupIds = [] } = fieldsOf(id);
    const groups = securityGroupIds.map((group) => `<item><groupId>${escapeXml(group)}</groupId></item>`);
    return (
      element +
      `<privateDnsEnabled>${privateDnsEnabled}</privateDnsEnabled><groupSet>${groups.join('')}</groupSet>`
    );
  });
}
