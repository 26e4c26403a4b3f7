import type { FluxCluster, FluxObject } from '../../../ops/cluster/flux-cluster';
import type { ObjectReference } from '../../../ops/cluster/object-reference';
import { OperatorInGit } from '../../../ops/cluster/operator-in-git';

const labels = {
  'kustomize.toolkit.fluxcd.io/name': 'flux-system',
  'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
};
const release: FluxObject = {
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name: 'flux-operator', namespace: 'flux-system', labels },
};

/** The root Kustomization, with what it has applied. */
function root(...ids: string[]): FluxObject {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'flux-system', namespace: 'flux-system' },
    spec: { path: 'clusters/dev' },
    status: { inventory: { entries: ids.map((id) => ({ id, v: 'v1' })) } },
  };
}

/** A cluster of some objects, that notes what is done to it. */
function clusterOf(objects: readonly FluxObject[]): { cluster: FluxCluster; done: string[] } {
  const done: string[] = [];
  const cluster: Pick<FluxCluster, 'read' | 'merge' | 'remove'> = {
    read: ({ kind, name }: ObjectReference) =>
      Promise.resolve(objects.find((object) => object.kind === kind && object.metadata.name === name)),
    merge: ({ kind }, patch) => Promise.resolve(void done.push(`${kind} ${JSON.stringify(patch)}`)),
    remove: ({ kind, name }) => Promise.resolve(void done.push(`remove ${kind} ${name}`)),
  };
  return { cluster: cluster as FluxCluster, done };
}

function operatorIn(...objects: FluxObject[]): OperatorInGit {
  return new OperatorInGit(clusterOf(objects).cluster, 'flux-system');
}

const applied = 'flux-system_flux-operator_helm.toolkit.fluxcd.io_HelmRelease';

test('a HelmRelease that a Kustomization still applies is in Git', async () => {
  expect(await operatorIn(release, root(applied)).appliedFrom()).toBe('clusters/dev');
});

test('a HelmRelease that no Kustomization applies any more is not', async () => {
  expect(await operatorIn(release, root('_other_apps_Deployment')).appliedFrom()).toBeUndefined();
});

test('a HelmRelease whose Kustomization is gone is not', async () => {
  expect(await operatorIn(release).appliedFrom()).toBeUndefined();
});

test('the HelmRelease is suspended before it is deleted, so that the operator stays', async () => {
  const { cluster, done } = clusterOf([release]);
  await new OperatorInGit(cluster, 'flux-system').delete();
  expect(done.slice(0, 2)).toEqual([
    'HelmRelease {"spec":{"suspend":true}}',
    'remove HelmRelease flux-operator',
  ]);
});

test('the source of the chart goes too', async () => {
  const { cluster, done } = clusterOf([release]);
  await new OperatorInGit(cluster, 'flux-system').delete();
  expect(done).toContain('remove OCIRepository flux-operator');
});
