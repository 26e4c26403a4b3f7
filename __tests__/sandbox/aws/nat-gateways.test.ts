import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsReply } from '../../../sandbox/src/aws/message';
import { NatGateways } from '../../../sandbox/src/aws/nat-gateways';
import { RememberedFields } from '../../../sandbox/src/aws/remembered-fields';

const folder = mkdtempSync(join(tmpdir(), 'infra-fleet-nat-'));
afterAll(() => rmSync(folder, { recursive: true }));

const described =
  '<natGatewayId>nat-1</natGatewayId><natGatewayAddressSet/><natGatewayId>nat-2</natGatewayId><natGatewayAddressSet/>';
const emulator = {
  send: () => Promise.resolve<AwsReply>({ status: 200, headers: {}, body: Buffer.from(described) }),
  ec2: () => Promise.resolve('<publicIp>192.0.2.1</publicIp>'),
};
const gateways = new NatGateways(emulator, new RememberedFields(folder));

async function call(parameters: Readonly<Record<string, string>>): Promise<string | undefined> {
  const body = Buffer.from(new URLSearchParams(parameters).toString());
  const reply = await gateways.handle({ method: 'POST', url: '/', headers: {}, body });
  return reply?.body.toString();
}

test('a gateway keeps the address of its creation, and others have none', async () => {
  await call({ Action: 'CreateNatGateway', AllocationId: 'eipalloc-1' });
  expect(await call({ Action: 'DescribeNatGateways' })).toBe(
    '<natGatewayId>nat-1</natGatewayId><natGatewayAddressSet><item><allocationId>eipalloc-1</allocationId>' +
      '<publicIp>192.0.2.1</publicIp><isPrimary>true</isPrimary><status>succeeded</status></item></natGatewayAddressSet>' +
      '<natGatewayId>nat-2</natGatewayId><natGatewayAddressSet/>',
  );
});

test('other operations are left to the emulator', async () => {
  expect(await call({ Action: 'DeleteNatGateway' })).toBeUndefined();
});
