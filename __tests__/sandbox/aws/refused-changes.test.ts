import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmulatorClient } from '../../../sandbox/src/aws/emulator-client';
import { FlowLogs } from '../../../sandbox/src/aws/flow-logs';
import { Instances } from '../../../sandbox/src/aws/instances';
import { LogGroupKeys } from '../../../sandbox/src/aws/log-group-keys';
import type { AwsReply, AwsRequest, Interceptor } from '../../../sandbox/src/aws/message';
import { OidcProviderTags } from '../../../sandbox/src/aws/oidc-provider-tags';
import { RememberedFields } from '../../../sandbox/src/aws/remembered-fields';
import { VpcEndpoints } from '../../../sandbox/src/aws/vpc-endpoints';

/** Refuses everything. */
class Emulator extends EmulatorClient {
  constructor() {
    super({ url: 'http://127.0.0.1:1' });
  }

  override send(): Promise<AwsReply> {
    return Promise.resolve({ status: 400, headers: {}, body: Buffer.from('<Error/>') });
  }
}

const fields = { kept: 'yes' };
const folder = mkdtempSync(join(tmpdir(), 'infra-fleet-refused-'));
const emulator = new Emulator();
const remembered = new RememberedFields(folder);
afterAll(() => rmSync(folder, { recursive: true }));

function query(parameters: Readonly<Record<string, string>>): AwsRequest {
  const body = Buffer.from(new URLSearchParams(parameters).toString());
  return { method: 'POST', url: '/', headers: {}, body };
}

const deleteLogGroup: AwsRequest = {
  method: 'POST',
  url: '/',
  headers: { 'x-amz-target': 'Logs_20140328.DeleteLogGroup' },
  body: Buffer.from(JSON.stringify({ logGroupName: 'a' })),
};

test.each<[string, string, Interceptor, AwsRequest]>([
  [
    'flow log',
    'flow-log/a',
    new FlowLogs(emulator, remembered),
    query({ Action: 'DeleteFlowLogs', 'FlowLogId.1': 'a' }),
  ],
  [
    'instance',
    'instance/a',
    new Instances(emulator, remembered),
    query({ Action: 'TerminateInstances', 'InstanceId.1': 'a' }),
  ],
  ['log group', 'log-group-key/a', new LogGroupKeys(emulator, remembered), deleteLogGroup],
  [
    'OIDC provider',
    'oidc-provider/a',
    new OidcProviderTags(emulator, remembered),
    query({ Action: 'DeleteOpenIDConnectProvider', OpenIDConnectProviderArn: 'a' }),
  ],
  [
    'VPC endpoint',
    'vpc-endpoint/a',
    new VpcEndpoints(emulator, remembered),
    query({ Action: 'ModifyVpcEndpoint', VpcEndpointId: 'a', PrivateDnsEnabled: 'true' }),
  ],
])('a %s is as it was once a change has been refused', async (_, resource, interceptor, request) => {
  remembered.set(resource, fields);
  const reply = await interceptor.handle(request);
  expect({ status: reply?.status, fields: remembered.get(resource) }).toEqual({ status: 400, fields });
});
