import { randomBytes } from 'node:crypto';
import type { EmulatorClient } from './emulator-client.js';
import { rewritten, xmlReply, type AwsReply, type AwsRequest, type Interceptor } from './message.js';
import type { RememberedFields } from './remembered-fields.js';
import { escapeXml, listParameter } from './xml.js';

const namespace = 'http://ec2.amazonaws.com/doc/2016-11-15/';

/** Added blocks of a VPC, by the id of their association. */
type Blocks = Readonly<Record<string, string>>;

/** Blocks added to a VPC after its creation. The emulator knows only the first block. */
export class VpcCidrBlocks implements Interceptor {
  constructor(
    private readonly emulator: EmulatorClient,
    private readonly remembered: RememberedFields,
  ) {}

  async handle(request: AwsRequest): Promise<AwsReply | undefined> {
    const parameters = new URLSearchParams(request.body.toString('utf8'));
    switch (parameters.get('Action') ?? '') {
      case 'AssociateVpcCidrBlock':
        return await this.associate(parameters);
      case 'DisassociateVpcCidrBlock':
        return this.disassociate(parameters);
      case 'DescribeVpcs':
        return await this.describe(request, parameters);
      default:
        return undefined;
    }
  }

  private async associate(parameters: URLSearchParams): Promise<AwsReply> {
    const vpcId = parameters.get('VpcId') ?? '';
    // The emulator's own error for a VPC that it doesn't know.
    await this.emulator.ec2('DescribeVpcs', { 'VpcId.1': vpcId });
    const id = `vpc-cidr-assoc-${randomBytes(8).toString('hex')}0`;
    const cidr = parameters.get('CidrBlock') ?? '';
    this.remembered.merge(keyOfVpc(vpcId), { [id]: cidr });
    this.remembered.set(keyOfBlock(id), { vpcId });
    return changed('AssociateVpcCidrBlock', vpcId, blockXml(id, cidr, 'associating'));
  }

  private disassociate(parameters: URLSearchParams): AwsReply | undefined {
    const id = parameters.get('AssociationId') ?? '';
    const { vpcId } = this.remembered.get(keyOfBlock(id));
    if (typeof vpcId !== 'string') return undefined;
    const cidr = this.blocksOf(vpcId)[id] ?? '';
    this.remembered.merge(keyOfVpc(vpcId), { [id]: undefined });
    this.remembered.forget(keyOfBlock(id));
    return changed('DisassociateVpcCidrBlock', vpcId, blockXml(id, cidr, 'disassociating'));
  }

  private async describe(request: AwsRequest, parameters: URLSearchParams): Promise<AwsReply> {
    const reply = await this.emulator.send(this.withoutBlockFilter(request, parameters));
    return rewritten(reply, (xml) => withAddedBlocks(xml, (vpcId) => this.blocksOf(vpcId)));
  }

  /** The emulator ignores the filter with which a client looks for one block, so this asks for the block's VPC instead. */
  private withoutBlockFilter(request: AwsRequest, parameters: URLSearchParams): AwsRequest {
    const names = listParameter(parameters, 'Filter', '.Name');
    const index = names.indexOf('cidr-block-association.association-id') + 1;
    if (index === 0) return request;
    const ids = listParameter(parameters, `Filter.${index}.Value`);
    const sent = new URLSearchParams(parameters);
    sent.set(`Filter.${index}.Name`, 'vpc-id');
    ids.forEach((id, position) => sent.set(`Filter.${index}.Value.${position + 1}`, this.vpcOf(id)));
    return { ...request, body: Buffer.from(sent.toString()) };
  }

  private vpcOf(id: string): string {
    const { vpcId } = this.remembered.get(keyOfBlock(id));
    return typeof vpcId === 'string' ? vpcId : 'none';
  }

  private blocksOf(vpcId: string): Blocks {
    const blocks = Object.entries(this.remembered.get(keyOfVpc(vpcId)));
    return Object.fromEntries(
      blocks.filter((block): block is [string, string] => typeof block[1] === 'string'),
    );
  }
}

/** The answer of DescribeVpcs with the added blocks after the first of each VPC. */
export function withAddedBlocks(xml: string, blocksOf: (vpcId: string) => Blocks): string {
  const vpcWithBlocks = /<vpcId>([^<]+)<\/vpcId>(?:(?!<vpcId>).)*?<\/cidrBlockAssociationSet>/gs;
  return xml.replaceAll(vpcWithBlocks, (vpc: string, vpcId: string) => {
    const items = Object.entries(blocksOf(vpcId)).map(
      ([id, cidr]) => `<item>${blockXml(id, cidr, 'associated')}</item>`,
    );
    return vpc.replace('</cidrBlockAssociationSet>', `${items.join('')}</cidrBlockAssociationSet>`);
  });
}

function blockXml(id: string, cidr: string, state: string): string {
  return (
    `<cidrBlock>${escapeXml(cidr)}</cidrBlock><associationId>${id}</associationId>` +
    `<cidrBlockState><state>${state}</state></cidrBlockState>`
  );
}

function changed(action: string, vpcId: string, block: string): AwsReply {
  return xmlReply(
    `<?xml version="1.0" encoding="UTF-8"?><${action}Response xmlns="${namespace}"><vpcId>${escapeXml(vpcId)}</vpcId>` +
      `<cidrBlockAssociation>${block}</cidrBlockAssociation></${action}Response>`,
  );
}

function keyOfVpc(vpcId: string): string {
  return `vpc-cidr-blocks/${vpcId}`;
}

function keyOfBlock(id: string): string {
  return `vpc-cidr-block/${id}`;
}
