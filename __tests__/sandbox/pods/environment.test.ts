import type { V1EnvVar, V1Pod } from '@kubernetes/client-node';
import {
  containerEnvironment,
  podField,
  resourceField,
  type References,
} from '../../../sandbox/src/pods/environment.js';

const pod: V1Pod = {
  metadata: { name: 'p', namespace: 'n', uid: 'u', labels: { 'a/b': 'label' } },
  spec: { containers: [{ name: 'c', resources: { limits: { cpu: '1500m', memory: '1Gi' } } }] },
};
const placement = {
  node: { status: { allocatable: { memory: '16Gi' } } },
  hostIP: '10.0.1.10',
  podIP: '10.0.192.1',
};
const references: References = {
  configMap: async (name) => await Promise.resolve(name === 'settings' ? { key: 'value' } : undefined),
  secret: async (name) =>
    await Promise.resolve(name === 'secret' ? { password: Buffer.from('p4ss') } : undefined),
};

async function environment(...env: readonly V1EnvVar[]): Promise<Record<string, string>> {
  return await containerEnvironment(pod, { name: 'c', env: [...env] }, placement, references);
}

test.each([
  ['metadata.namespace', 'n'],
  ["metadata.labels['a/b']", 'label'],
  ['status.podIP', '10.0.192.1'],
  ['status.hostIP', '10.0.1.10'],
])('the field %s of a pod is %s', (path, value) => {
  expect(podField(pod, placement, path)).toBe(value);
});

test.each([
  ['limits.memory', '1', '1073741824'],
  ['limits.memory', '1Mi', '1024'],
  ['limits.cpu', '1', '2'],
  ['limits.cpu', '1m', '1500'],
  ['requests.memory', '1', '0'],
])('the resource %s in units of %s is %s', (resource, divisor, value) => {
  const [container] = pod.spec?.containers ?? [];
  expect(resourceField(container ?? { name: 'c' }, placement.node, { resource, divisor })).toBe(value);
});

test('a missing limit is what the node can allocate', () => {
  expect(resourceField({ name: 'c' }, placement.node, { resource: 'limits.memory' })).toBe(
    String(16 * 1024 ** 3),
  );
});

test('a resource with the API server’s default divisor is in whole units', async () => {
  const resourceFieldRef = { containerName: 'c', resource: 'limits.memory', divisor: '0' };
  expect(await environment({ name: 'GOMEMLIMIT', valueFrom: { resourceFieldRef } })).toEqual({
    GOMEMLIMIT: '1073741824',
  });
});

test('a variable may name the ones before it', async () => {
  expect(await environment({ name: 'A', value: 'x' }, { name: 'B', value: '$(A)y' })).toEqual({
    A: 'x',
    B: 'xy',
  });
});

test('a variable comes from a Secret', async () => {
  const secretKeyRef = { name: 'secret', key: 'password' };
  expect(await environment({ name: 'P', valueFrom: { secretKeyRef } })).toEqual({ P: 'p4ss' });
});

test('a missing ConfigMap keeps the container from starting', async () => {
  const configMapKeyRef = { name: 'nowhere', key: 'key' };
  await expect(environment({ name: 'A', valueFrom: { configMapKeyRef } })).rejects.toThrow(
    'configmap "nowhere" not found',
  );
});

test('an optional missing key leaves the variable out', async () => {
  const configMapKeyRef = { name: 'settings', key: 'nowhere', optional: true };
  expect(await environment({ name: 'A', valueFrom: { configMapKeyRef } })).toEqual({});
});

test('env wins over envFrom', async () => {
  const container = {
    name: 'c',
    envFrom: [{ prefix: 'X_', configMapRef: { name: 'settings' } }],
    env: [{ name: 'X_key', value: 'own' }],
  };
  expect(await containerEnvironment(pod, container, placement, references)).toEqual({ X_key: 'own' });
});
