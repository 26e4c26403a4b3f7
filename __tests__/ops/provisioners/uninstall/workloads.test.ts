import type { FluxCluster, FluxObject } from '../../../../ops/cluster/flux-cluster';
import { describeReference, type ObjectReference } from '../../../../ops/cluster/object-reference';
import { removeWorkloads } from '../../../../ops/provisioners/uninstall/workloads';

const kustomization: FluxObject = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'apps', namespace: 'flux-system', uid: 'k' },
  spec: { prune: true },
  status: {
    inventory: {
      entries: ['_slow__Namespace', '_held__Namespace', 'flux-system_own__ConfigMap'].map((id) => ({
        id,
        v: 'v1',
      })),
    },
  },
};

/** Nothing is deleted but the Kustomization; `slow` is gone when it is read for the third time. */
function cluster(): FluxCluster {
  let isGone = false;
  const reads = new Map<string, number>();
  return {
    definitions: () => Promise.resolve([{ kind: 'Kustomization' }]),
    listOf: () => Promise.resolve(isGone ? [] : [kustomization]),
    deployment: () =>
      Promise.resolve({
        metadata: { name: 'a' },
        status: { availableReplicas: 1, conditions: [{ type: 'Available', status: 'True' }] },
      }),
    merge: () => Promise.resolve(),
    remove: () => Promise.resolve((isGone = true)),
    read: ({ apiVersion, kind, name, namespace }: ObjectReference) => {
      if (kind === 'Kustomization') return Promise.resolve(isGone ? undefined : kustomization);
      const key = describeReference({ kind, name });
      reads.set(key, (reads.get(key) ?? 0) + 1);
      const isMissing = name === 'slow' && reads.get(key)! > 2;
      return Promise.resolve(
        isMissing ? undefined : { apiVersion, kind, metadata: { name, namespace, uid: key } },
      );
    },
  } as unknown as FluxCluster;
}

test('what is still there at the end stays, and nothing that went meanwhile or goes with the namespace of Flux', async () => {
  const behind = await removeWorkloads({
    cluster: cluster(),
    namespace: 'flux-system',
    boundMilliseconds: 1,
    say: () => undefined,
  });
  expect(behind).toEqual(['Namespace/held']);
});
