import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmulatorClient } from '../../../sandbox/src/aws/emulator-client';
import type { AwsReply } from '../../../sandbox/src/aws/message';
import { RememberedFields } from '../../../sandbox/src/aws/remembered-fields';
import { VpcEndpoints } from '../../../sandbox/src/aws/vpc-endpoints';

/** Answers every call with the one endpoint that it has, as the emulator writes it. */
class Emulator extends EmulatorClient {
  constructor() {
    super({ url: 'http://127.0.0.1:1' });
  }

  override send(): Promise<AwsReply> {
    const body = Buffer.from('<item><vpcEndpointId>vpce-1</vpcEndpointId></item>');
    return Promise.resolve({ status: 200, headers: {}, body });
  }
}

let folder: string;
let endpoints: VpcEndpoints;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'infra-fleet-vpce-'));
  endpoints = new VpcEndpoints(new Emulator(), new RememberedFields(folder));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function call(action: string, parameters: Record<string, string> = {}): Promise<string> {
  const body = Buffer.from(new URLSearchParams({ Action: action, ...parameters }).toString());
  const reply = await endpoints.handle({ method: 'POST', url: '/', headers: {}, body });
  return reply?.body.toString() ?? '';
}

async function create(): Promise<string> {
  return await call('CreateVpcEndpoint', { PrivateDnsEnabled: 'true', 'SecurityGroupId.1': 'sg-1' });
}

test.each(['CreateVpcEndpoint', 'DescribeVpcEndpoints'])(
  '%s tells of groups and private DNS',
  async (action) => {
    const created = await create();
    const xml = action === 'CreateVpcEndpoint' ? created : await call(action);
    expect(xml).toContain(
      '<privateDnsEnabled>true</privateDnsEnabled><groupSet><item><groupId>sg-1</groupId></item></groupSet>',
    );
  },
);

test('a change of the groups leaves private DNS as it is', async () => {
  await create();
  await call('ModifyVpcEndpoint', {
    VpcEndpointId: 'vpce-1',
    'AddSecurityGroupId.1': 'sg-2',
    'RemoveSecurityGroupId.1': 'sg-1',
  });
  expect(await call('DescribeVpcEndpoints')).toContain(
    '<privateDnsEnabled>true</privateDnsEnabled><groupSet><item><groupId>sg-2</groupId></item></groupSet>',
  );
});

test('a change goes to the emulator too', async () => {
  await create();
  expect(await call('ModifyVpcEndpoint', { VpcEndpointId: 'vpce-1' })).toContain('vpce-1');
});

test('an endpoint without both, as that of S3, has neither', async () => {
  expect(await call('CreateVpcEndpoint')).toContain(
    '<privateDnsEnabled>false</privateDnsEnabled><groupSet></groupSet>',
  );
});
