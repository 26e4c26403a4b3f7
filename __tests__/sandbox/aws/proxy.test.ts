import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsProxy } from '../../../sandbox/src/aws/proxy.js';
import { AwsError, readRequest, type AwsRequest, type Protocol } from '../../../sandbox/src/aws/message.js';
import { ClusterRegistry } from '../../../sandbox/src/kubernetes/cluster-registry.js';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const folder = mkdtempSync(join(tmpdir(), 'aws-proxy-'));
const seen: Seen[] = [];
let emulator: Server;
let proxy: AwsProxy;

beforeAll(async () => {
  emulator = createServer((message, response) => {
    void readRequest(message).then(({ method, url, headers, body }) => {
      seen.push({ method, url, headers, body: body.toString() });
      if (method === 'HEAD') return void response.writeHead(200, { 'content-length': '7' }).end();
      response.writeHead(url === '/clusters/gone' ? 404 : 200, {
        'content-type': 'application/json',
        'x-emulator': 'yes',
        ...(url === '/clusters/gone' && { 'x-amzn-errortype': 'ResourceNotFoundException' }),
      });
      const missing = { __type: 'ResourceNotFoundException', message: 'No cluster found for name: gone.' };
      response.end(JSON.stringify(url === '/clusters/gone' ? missing : { clusters: [] }));
    });
  });
  await new Promise<void>((resolve) => emulator.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(emulator.address() as AddressInfo).port}`;
  const binaries = { etcd: '', kubeApiserver: '', kubeControllerManager: '', kubeScheduler: '' };
  const clusters = new ClusterRegistry({
    folder,
    binaries,
    python: '',
    directory: {
      secretOf: () => undefined,
      identify: () => Promise.resolve(undefined),
      entryPrincipals: () => Promise.resolve([]),
      entry: () => Promise.resolve(undefined),
    },
  });
  const gate = {
    check: ({ url: path }: AwsRequest) => {
      if (path.includes('refused')) throw new AwsError(400, 'InvalidArgument', 'Not <that>');
      return undefined;
    },
    checked: { 'eks ListClusters': { checked: 2, refused: 0 } },
    protocolOf: (service: string | undefined): Protocol => (service === 's3' ? 'rest-xml' : 'rest-json'),
  };
  proxy = new AwsProxy({ emulator: { url }, clusters, gate, folder });
  await proxy.start();
});

afterAll(async () => {
  await proxy.stop();
  await new Promise((resolve) => emulator.close(resolve));
  rmSync(folder, { recursive: true });
});

beforeEach(() => seen.splice(0));

function signed(service: string): { authorization: string } {
  const credential = `test/20260101/eu-west-2/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0` };
}

test('a request of another service reaches the emulator as it is', async () => {
  await fetch(`${proxy.url}/bucket/a%2Fb?x=1`, { method: 'PUT', body: 'content', headers: signed('s3') });
  expect(seen).toMatchObject([{ method: 'PUT', url: '/bucket/a%2Fb?x=1', body: 'content' }]);
});

test('the host stays the one that was signed', async () => {
  await fetch(`${proxy.url}/`, { headers: signed('s3') });
  expect(seen[0]?.headers.host).toBe(new URL(proxy.url).host);
});

test('an EC2 call without a gap reaches the emulator as it is', async () => {
  const body = 'Action=DescribeVpcs&Version=2016-11-15';
  await fetch(`${proxy.url}/`, { method: 'POST', body, headers: signed('ec2') });
  expect(seen).toMatchObject([{ body }]);
});

test('an answer comes back as the emulator gave it', async () => {
  const response = await fetch(`${proxy.url}/clusters`, { headers: signed('eks') });
  expect(response.headers.get('x-emulator')).toBe('yes');
});

test("an unknown cluster is EKS's error", async () => {
  const response = await fetch(`${proxy.url}/clusters/gone`, { headers: signed('eks') });
  expect([response.status, response.headers.get('x-amzn-errortype'), await response.json()]).toEqual([
    404,
    'ResourceNotFoundException',
    { __type: 'ResourceNotFoundException', message: 'No cluster found for name: gone.' },
  ]);
});

test('what the gate refuses does not reach the emulator', async () => {
  await fetch(`${proxy.url}/clusters?refused`, { headers: signed('eks') });
  expect(seen).toEqual([]);
});

test("a refusal is written in the service's protocol", async () => {
  const response = await fetch(`${proxy.url}/refused`, { headers: signed('s3') });
  expect([response.status, await response.text()]).toEqual([
    400,
    '<Error><Code>InvalidArgument</Code><Message>Not &lt;that&gt;</Message><RequestId>sandbox</RequestId></Error>',
  ]);
});

test('the answer to HEAD keeps the length that it tells', async () => {
  const response = await fetch(`${proxy.url}/bucket/key`, { method: 'HEAD', headers: signed('s3') });
  expect(response.headers.get('content-length')).toBe('7');
});

test('the endpoint tells what was checked', async () => {
  const response = await fetch(`${proxy.url}/_sandbox/checked`);
  expect(await response.json()).toEqual({ 'eks ListClusters': { checked: 2, refused: 0 } });
});
