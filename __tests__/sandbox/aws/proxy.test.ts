import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsProxy } from '../../../sandbox/src/aws/proxy.js';
import { readRequest } from '../../../sandbox/src/aws/message.js';
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
  proxy = new AwsProxy({ emulator: { url }, clusters, folder });
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
