import { refusal, findIn } from '../../../ops/launcher/made-by-controllers';
import type { FluxObject } from '../../../ops/cluster/flux-cluster';

const objects: Readonly<Record<string, readonly object[]>> = {
  Service: [
    { metadata: { namespace: 'web', name: 'shop' }, spec: { type: 'LoadBalancer' } },
    { metadata: { namespace: 'web', name: 'inside' }, spec: { type: 'ClusterIP' } },
  ],
  Ingress: [{ metadata: { namespace: 'web', name: 'shop' } }],
  PersistentVolume: [
    {
      metadata: { name: 'pv-1' },
      spec: { persistentVolumeReclaimPolicy: 'Delete', claimRef: { namespace: 'db', name: 'data' } },
    },
    { metadata: { name: 'pv-2' }, spec: { persistentVolumeReclaimPolicy: 'Retain' } },
  ],
  NodeClaim: [
    { metadata: { name: 'default-x' } },
    { metadata: { name: 'general-purpose-y' }, spec: { nodeClassRef: { group: 'eks.amazonaws.com' } } },
  ],
};

const list = (apiVersion: string, kind: string) =>
  Promise.resolve(
    (objects[kind] ?? []).map((object) => ({ ...object, apiVersion, kind }) as unknown as FluxObject),
  );

test('a refusal lists what would stay in AWS, and what removes it', async () => {
  expect(refusal('blue', await findIn({ list }))).toBe(
    `Refused: controllers in the cluster blue made things in AWS that would stay without it:
  Service web/shop: a load balancer
  Ingress web/shop: a load balancer
  PersistentVolume pv-1: a volume
  NodeClaim default-x: an instance
Nothing was changed. Let their controllers remove them, then run the same command again:
  kubectl delete service --namespace=web shop
  kubectl delete ingress --namespace=web shop
  kubectl delete persistentvolumeclaim --namespace=db data
  kubectl delete nodepools,nodeclaims --all`,
  );
});
