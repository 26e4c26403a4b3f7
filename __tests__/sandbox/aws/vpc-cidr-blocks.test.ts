import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmulatorClient } from '../../../sandbox/src/aws/emulator-client';
import type { AwsReply, AwsRequest } from '../../../sandbox/src/aws/message';
import { RememberedFields } from '../../../sandbox/src/aws/remembered-fields';
import { VpcCidrBlocks } from '../../../sandbox/src/aws/vpc-cidr-blocks';
import { xmlValue } from '../../../sandbox/src/aws/xml';

const vpcs =
  '<vpcSet>' +
  ['vpc-1', 'vpc-2']
    .map(
      (id) =>
        `<item><vpcId>${id}</vpcId><cidrBlockAssociationSet><item><cidrBlock>10.0.0.0/16</cidrBlock></item></cidrBlockAssociationSet></item>`,
    )
    .join('') +
  '</vpcSet>';

/** Answers as the emulator does, and keeps what it was asked. */
class Emulator extends EmulatorClient {
  readonly asked: URLSearchParams[] = [];

  constructor() {
    super({ url: 'http://127.0.0.1:1' });
  }

  override send(request: AwsRequest): Promise<AwsReply> {
    this.asked.push(new URLSearchParams(request.body.toString()));
    return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(vpcs) });
  }
}

let folder: string;
let emulator: Emulator;
let blocks: VpcCidrBlocks;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'infra-fleet-vpc-'));
  emulator = new Emulator();
  blocks = new VpcCidrBlocks(emulator, new RememberedFields(folder));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function call(action: string, parameters: Record<string, string> = {}): Promise<string> {
  const body = Buffer.from(new URLSearchParams({ Action: action, ...parameters }).toString());
  const reply = await blocks.handle({ method: 'POST', url: '/', headers: {}, body });
  return reply?.body.toString() ?? '';
}

async function associate(vpc: string): Promise<string> {
  const xml = await call('AssociateVpcCidrBlock', { VpcId: vpc, CidrBlock: '100.64.0.0/16' });
  return xmlValue(xml, 'associationId') ?? '';
}

test('an added block is described with its VPC and no other', async () => {
  await associate('vpc-1');
  const [, first, second] = (await call('DescribeVpcs')).split('<vpcId>');
  expect([first, second].map((vpc) => vpc?.includes('100.64.0.0/16'))).toEqual([true, false]);
});

test('the first block stays', async () => {
  await associate('vpc-1');
  expect((await call('DescribeVpcs')).match(/10\.0\.0\.0\/16/g)).toHaveLength(2);
});

test('a removed block is not described any more', async () => {
  const id = await associate('vpc-1');
  await call('DisassociateVpcCidrBlock', { AssociationId: id });
  expect(await call('DescribeVpcs')).not.toContain('100.64.0.0/16');
});

test('the VPC of a block is found by the id of its association', async () => {
  const id = await associate('vpc-2');
  await call('DescribeVpcs', {
    'Filter.1.Name': 'cidr-block-association.association-id',
    'Filter.1.Value.1': id,
  });
  expect(Object.fromEntries(emulator.asked.at(-1)!)).toMatchObject({
    'Filter.1.Name': 'vpc-id',
    'Filter.1.Value.1': 'vpc-2',
  });
});

test('other calls go to the emulator unchanged', async () => {
  expect(await call('DescribeSubnets')).toBe('');
});
