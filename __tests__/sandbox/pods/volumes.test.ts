import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { V1Volume } from '@kubernetes/client-node';
import { containerMounts, prepareVolumes } from '../../../sandbox/src/pods/volumes.js';

const folder = mkdtempSync(join(tmpdir(), 'volumes-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function prepare(volume: V1Volume): Promise<string> {
  const folders = await prepareVolumes({
    pod: { metadata: { name: 'p', namespace: 'n' }, spec: { containers: [], volumes: [volume] } },
    podFolder: join(folder, 'pod'),
    claimsFolder: join(folder, 'claims'),
    placement: { node: undefined, hostIP: '', podIP: '' },
    references: {
      configMap: async (name) => await Promise.resolve(name === 'settings' ? { a: '1', b: '2' } : undefined),
      secret: async () => await Promise.resolve({ key: Buffer.from('secret') }),
    },
    token: async (audience) => await Promise.resolve(`token for ${audience ?? 'the API server'}`),
  });
  return folders.get(volume.name) ?? '';
}

test('an emptyDir is a folder of the pod', async () => {
  expect(await prepare({ name: 'tmp', emptyDir: {} })).toBe(join(folder, 'pod', 'volumes', 'tmp'));
});

test('a volume claim is a folder that outlives the pod', async () => {
  expect(await prepare({ name: 'data', persistentVolumeClaim: { claimName: 'store' } })).toBe(
    join(folder, 'claims', 'n', 'store'),
  );
});

test('a Secret’s keys are files', async () => {
  const path = await prepare({ name: 's', secret: { secretName: 'any' } });
  expect(readFileSync(join(path, 'key'), 'utf8')).toBe('secret');
});

test('only the chosen keys of a ConfigMap are there', async () => {
  const path = await prepare({
    name: 'c',
    configMap: { name: 'settings', items: [{ key: 'a', path: 'sub/x' }] },
  });
  expect([readFileSync(join(path, 'sub', 'x'), 'utf8'), existsSync(join(path, 'b'))]).toEqual(['1', false]);
});

test('a projected token is for its audience', async () => {
  const serviceAccountToken = { audience: 'sts.amazonaws.com', path: 'token' };
  const path = await prepare({ name: 't', projected: { sources: [{ serviceAccountToken }] } });
  expect(readFileSync(join(path, 'token'), 'utf8')).toBe('token for sts.amazonaws.com');
});

test('a missing ConfigMap is an error that names it', async () => {
  await expect(prepare({ name: 'm', configMap: { name: 'nowhere' } })).rejects.toThrow(
    'configmap "nowhere" not found',
  );
});

test('a volume of another kind is refused', async () => {
  await expect(prepare({ name: 'h', hostPath: { path: '/' } })).rejects.toThrow('volume "h"');
});

test('a mount leads to its volume’s folder, a subPath below it', () => {
  const volumeMounts = [{ name: 'v', mountPath: '/data/', subPath: 'part' }];
  expect(containerMounts({ name: 'c', volumeMounts }, new Map([['v', '/host']]))).toEqual([
    { containerPath: '/data', hostPath: '/host/part' },
  ]);
});
