import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { V1Pod, V1Service } from '@kubernetes/client-node';
import { ServiceProxy } from '../../../sandbox/src/pods/service-proxy.js';

const namespace = 'flux-system';
const labels = { app: 'notification-controller' };

function pod(image: string): V1Pod {
  const ports = [{ name: 'http', containerPort: 9090 }];
  return { metadata: { namespace, labels }, spec: { containers: [{ name: 'manager', image, ports }] } };
}

const executed = pod('fluxcd/notification-controller:v1.9.4');
const simulated = pod('fluxcd/notification-controller:v1.7.4');
const service: V1Service = {
  metadata: { namespace, name: 'notification-controller' },
  spec: { selector: labels, ports: [{ port: 80, targetPort: 'http' }] },
};

let server: Server;
let serverPort: number;
let pods: readonly V1Pod[];
let loopbackPort: number | undefined;
let proxy: ServiceProxy;

beforeAll(async () => {
  server = createServer((incoming, response) => {
    const body: Buffer[] = [];
    incoming.on('data', (part: Buffer) => body.push(part));
    incoming.on('end', () =>
      response.end(`${incoming.method} ${incoming.url} ${Buffer.concat(body).toString()}`),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  serverPort = (server.address() as AddressInfo).port;
  proxy = new ServiceProxy({
    clusterName: 'test',
    service: async (of, name) =>
      await Promise.resolve(of === namespace && name === 'notification-controller' ? service : undefined),
    pods: () => pods,
    loopbackPort: (_pod, containerPort) => (containerPort === 9090 ? loopbackPort : undefined),
    registry: () => `127.0.0.1:${serverPort}`,
  });
  await proxy.start();
});
beforeEach(() => {
  pods = [executed];
  loopbackPort = serverPort;
});
afterAll(async () => {
  await proxy.stop();
  await new Promise((resolve) => server.close(resolve));
});

/** What a program with HTTP_PROXY gets for a POST. */
async function post(url: string): Promise<{ status?: number; text: string }> {
  return await new Promise((resolve, reject) => {
    const outgoing = request(proxy.origin, { method: 'POST', path: url }, (response) => {
      let text = '';
      response.on('data', (part) => (text += String(part)));
      response.on('end', () => resolve({ status: response.statusCode, text: text.trim() }));
    });
    outgoing.on('error', reject);
    outgoing.end('event');
  });
}

test.each([
  'http://notification-controller.flux-system.svc.cluster.local./a?b=1',
  'http://notification-controller.flux-system.svc/a?b=1',
  'http://notification-controller.flux-system/a?b=1',
])('a request for %s reaches the pod behind the Service', async (url) => {
  expect(await post(url)).toEqual({ status: 200, text: 'POST /a?b=1 event' });
});

test('any other host is reached as it is', async () => {
  expect((await post(`http://127.0.0.1:${serverPort}/x`)).text).toBe('POST /x event');
});

test('a client tries again while no pod listens', async () => {
  loopbackPort = undefined;
  expect(await post('http://notification-controller.flux-system.svc/')).toEqual({
    status: 503,
    text: 'No pod of Service flux-system/notification-controller listens on port http',
  });
});

test('a client does not try again if the pods are simulated', async () => {
  pods = [simulated];
  loopbackPort = undefined;
  expect((await post('http://notification-controller.flux-system.svc/')).status).toBe(501);
});

test('a pod of another application is not behind the Service', async () => {
  pods = [{ ...executed, metadata: { namespace, labels: { app: 'other' } } }];
  expect((await post('http://notification-controller.flux-system.svc/')).status).toBe(503);
});

test('what is no request to a proxy is refused', async () => {
  expect((await post('/')).status).toBe(400);
});

/** What a program with HTTPS_PROXY gets through a tunnel to a host; TLS is left to both ends. */
async function tunnel(authority: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    const outgoing = request(proxy.origin, { method: 'CONNECT', path: authority });
    outgoing.on('connect', (answer, socket) => {
      let text = '';
      socket.on('data', (part) => (text += String(part)));
      socket.on('close', () => resolve(`${answer.statusCode} ${text.split('\r\n\r\n')[1] ?? ''}`.trim()));
      socket.end('GET /v2/ HTTP/1.0\r\n\r\n');
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

test('a connection to ECR goes to the registry', async () => {
  expect(await tunnel('000000000000.dkr.ecr.eu-west-2.amazonaws.com:443')).toBe('200 GET /v2/');
});

test('a connection to another host goes there', async () => {
  expect(await tunnel(`localhost:${serverPort}`)).toBe('200 GET /v2/');
});

test('a connection to a host that does not listen is refused', async () => {
  expect(await tunnel('127.0.0.1:1')).toBe('502');
});
