import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { V1Container } from '@kubernetes/client-node';
import type { Launch } from '../../../sandbox/src/pods/container.js';
import { prepareLaunch } from '../../../sandbox/src/pods/launch.js';
import { programOf } from '../../../sandbox/src/pods/selection.js';

const folder = mkdtempSync(join(tmpdir(), 'launch-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function launch(container: V1Container): Promise<Launch> {
  const program = programOf(container.image);
  if (program === undefined) throw new Error(`no program for ${container.image ?? ''}`);
  let port = 40000;
  return await prepareLaunch({
    pod: { metadata: { name: 'p', namespace: 'flux-system' }, spec: { containers: [container] } },
    container,
    program,
    command: `/bin/${program.binary}`,
    fluxOperatorData: '/operator/data',
    network: { HTTP_PROXY: 'http://127.0.0.1:60000' },
    placement: { node: undefined, hostIP: '10.0.1.10', podIP: '10.0.192.1' },
    references: {
      configMap: async () => await Promise.resolve(undefined),
      secret: async () => await Promise.resolve(undefined),
    },
    mounts: [
      { containerPath: '/data', hostPath: join(folder, 'data') },
      { containerPath: '/tmp', hostPath: join(folder, 'volumes', 'tmp') },
    ],
    kubeconfigFile: '/pod/kubeconfig',
    folder,
    ports: new Map(),
    claimPort: async () => await Promise.resolve((port += 1)),
    servicePort: async (containerPort) => await Promise.resolve(50000 + containerPort),
  });
}

const sourceController: V1Container = {
  name: 'manager',
  image: 'ghcr.io/fluxcd/source-controller:v1.9.5',
  args: [
    '--events-addr=http://notification-controller.flux-system.svc.cluster.local./',
    '--watch-all-namespaces',
    '--enable-leader-election',
    '--storage-path=/data',
    '--storage-adv-addr=source-controller.$(RUNTIME_NAMESPACE).svc.cluster.local.',
  ],
  env: [
    { name: 'RUNTIME_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
    { name: 'TUF_ROOT', value: '/tmp/.sigstore' },
  ],
  ports: [{ name: 'http', containerPort: 9090 }],
};

test('a source-controller listens on loopback ports only, and advertises a lasting one', async () => {
  expect((await launch(sourceController)).args).toEqual([
    '--events-addr=http://notification-controller.flux-system.svc.cluster.local./',
    '--watch-all-namespaces',
    `--storage-path=${join(folder, 'data')}`,
    '--metrics-addr=127.0.0.1:40001',
    '--health-addr=127.0.0.1:40002',
    '--enable-leader-election=false',
    '--storage-addr=127.0.0.1:40003',
    '--storage-adv-addr=127.0.0.1:59090',
  ]);
});

test('the environment is the pod’s, with its paths on this machine and its own identity', async () => {
  expect((await launch(sourceController)).env).toEqual({
    RUNTIME_NAMESPACE: 'flux-system',
    TUF_ROOT: join(folder, 'volumes', 'tmp', '.sigstore'),
    TMPDIR: join(folder, 'volumes', 'tmp'),
    HOSTNAME: 'p',
    HTTP_PROXY: 'http://127.0.0.1:60000',
    KUBECONFIG: '/pod/kubeconfig',
  });
});

test('a program that stores at its default path stores in the volume that is mounted there', async () => {
  const container = { name: 'manager', image: 'ghcr.io/fluxcd/image-reflector-controller:v1.2.5' };
  expect((await launch(container)).args).toContain(`--storage-path=${join(folder, 'data')}`);
});

test('the notification-controller takes events and webhooks on loopback ports', async () => {
  const container = { name: 'manager', image: 'ghcr.io/fluxcd/notification-controller:v1.9.4' };
  expect((await launch(container)).args.slice(-2)).toEqual([
    '--events-addr=127.0.0.1:40003',
    '--receiverAddr=127.0.0.1:40004',
  ]);
});

test('probes find the loopback port of a container port', async () => {
  expect((await launch(sourceController)).probes.loopbackPort(9090)).toBe(40003);
});

test('the operator finds its distribution data', async () => {
  expect((await launch({ name: 'manager', image: 'flux-operator:v0.59.0' })).args).toContain(
    '--storage-path=/operator/data',
  );
});

test('a command that names the image’s program runs it', async () => {
  const command = ['/usr/local/bin/flux-operator', 'version'];
  expect(await launch({ name: 'c', image: 'flux-operator-cli:v0.59.0', command })).toMatchObject({
    command: '/bin/flux-operator-cli',
    args: ['version'],
  });
});

test('a command that the sandbox does not have is refused', async () => {
  const container = { name: 'c', image: 'flux-operator-cli:v0.59.0', command: ['/bin/sh', '-c', 'true'] };
  await expect(launch(container)).rejects.toThrow('the sandbox has only "flux-operator"');
});

function operator(webServerPort: string): V1Container {
  return {
    name: 'manager',
    image: 'ghcr.io/controlplaneio-fluxcd/flux-operator:v0.59.0',
    env: [{ name: 'WEB_SERVER_PORT', value: webServerPort }],
  };
}

test('the web interface of the operator listens on a loopback port', async () => {
  const { args, env } = await launch(operator('9080'));
  expect(env.WEB_SERVER_PORT).toMatch(/^400\d\d$/);
  expect(args.join(' ')).not.toContain(env.WEB_SERVER_PORT);
});

test('a web interface that the chart turns off stays off', async () => {
  expect((await launch(operator('0'))).env.WEB_SERVER_PORT).toBe('0');
});
