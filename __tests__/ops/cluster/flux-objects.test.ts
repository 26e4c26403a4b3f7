import type { FluxCluster, FluxDefinition, FluxObject } from '../../../ops/cluster/flux-cluster';
import { FluxObjects } from '../../../ops/cluster/flux-objects';
import { ReconcileRequests } from '../../../ops/cluster/reconcile-requests';
import { SyncFreshness } from '../../../ops/cluster/sync-freshness';

const namespace = 'flux-system';
const ready = { type: 'Ready', status: 'True' };
const substitutes = { postBuild: { substituteFrom: [{ kind: 'ConfigMap', name: 'terraform-outputs' }] } };

interface Choices {
  readonly spec?: FluxObject['spec'];
  readonly status?: FluxObject['status'];
  readonly namespace?: string;
}

function object(
  kind: string,
  name: string,
  { spec, status, namespace: at = namespace }: Choices = {},
): FluxObject {
  return {
    apiVersion: 'any/v1',
    kind,
    metadata: { name, namespace: at, resourceVersion: '7' },
    spec: { ...spec },
    status: { conditions: [ready], ...status },
  };
}

const instance = object('FluxInstance', 'flux', {
  spec: { components: [], sync: { kind: 'GitRepository', name: 'root' } },
});
const variables = object('ConfigMap', 'terraform-outputs');
const source = (status: FluxObject['status'] = {}) =>
  object('GitRepository', 'root', { status: { artifact: { revision: 'main@sha1:2' }, ...status } });
const root = ({ spec, status }: Choices = {}) =>
  object('Kustomization', 'root', {
    spec: { sourceRef: { kind: 'GitRepository', name: 'root' }, ...spec },
    status: { lastAppliedRevision: 'main@sha1:2', ...status },
  });

/** A cluster of some objects; each that is asked to reconcile does so at once. */
function fluxOf(given: readonly FluxObject[]) {
  const objects = [instance, variables, ...given];
  const asked: string[] = [];
  const cluster: Pick<FluxCluster, 'read' | 'merge' | 'definitions' | 'listOf'> = {
    read: ({ kind, name }) =>
      Promise.resolve(objects.find((one) => one.kind === kind && one.metadata.name === name)),
    definitions: () =>
      Promise.resolve(
        [...new Set(objects.map(({ kind }) => kind))].map((kind) => ({ kind }) as FluxDefinition),
      ),
    listOf: ({ kind }) => Promise.resolve(objects.filter((one) => one.kind === kind)),
    merge: ({ kind, name }, patch) => {
      asked.push(`${kind}/${name}`);
      const index = objects.findIndex((one) => one.kind === kind && one.metadata.name === name);
      const { annotations } = (patch as FluxObject).metadata;
      const lastHandledReconcileAt = annotations?.['reconcile.fluxcd.io/requestedAt'];

      objects[index] = {
        ...objects[index]!,
        status: { ...objects[index]?.status, lastHandledReconcileAt },
      };
      return Promise.resolve();
    },
  };
  const freshness = new SyncFreshness(
    cluster as FluxCluster,
    namespace,
    new ReconcileRequests(cluster as FluxCluster),
  );
  return { flux: new FluxObjects(cluster as FluxCluster, namespace, freshness), asked };
}

/** What is not Ready at a look, as `object: detail`. */
async function notReady(flux: FluxObjects, scope: 'sync' | 'everything' = 'sync'): Promise<string[]> {
  return (await flux.readiness(scope))
    .filter((one) => !one.ready)
    .map((one) => `${one.object}: ${one.detail}`);
}

test('a source that is Ready has to look for a newer revision first', async () => {
  const { flux, asked } = fluxOf([source(), root()]);
  expect(await notReady(flux)).toEqual(['GitRepository/flux-system/root: looks for a newer revision']);
  expect(asked).toEqual(['GitRepository/root']);
  expect(await notReady(flux)).toEqual([]);
});

test('a Kustomization that is Ready with an older revision is not Ready, and is asked to reconcile', async () => {
  const { flux, asked } = fluxOf([source(), root({ status: { lastAppliedRevision: 'main@sha1:1' } })]);
  await notReady(flux);
  expect(await notReady(flux)).toEqual([
    'Kustomization/flux-system/root: applied main@sha1:1, and its source has main@sha1:2',
  ]);
  expect(asked).toContain('Kustomization/root');
});

test('a Kustomization below with an older revision counts when everything is waited for', async () => {
  const below = object('Kustomization', 'apps', {
    spec: { sourceRef: { kind: 'GitRepository', name: 'root' } },
    status: { lastAppliedRevision: 'main@sha1:1' },
  });
  const { flux } = fluxOf([source(), root(), below]);
  await notReady(flux);
  expect(await notReady(flux, 'everything')).toEqual([
    'Kustomization/flux-system/apps: applied main@sha1:1, and its source has main@sha1:2',
  ]);
});

test.each(['GitRepository', 'Kustomization'])('a root %s that is suspended is not Ready', async (kind) => {
  const suspended = [source(), root()].map((one) =>
    one.kind === kind ? { ...one, spec: { ...one.spec, suspend: true } } : one,
  );
  const { flux } = fluxOf(suspended);
  await notReady(flux);
  expect(await notReady(flux)).toEqual([
    expect.stringMatching(`^${kind}/flux-system/root: is suspended. To resume it: kubectl patch `) as string,
  ]);
});

test('whatever uses the variables is reconciled with the newest ones', async () => {
  const users = [
    root({ spec: substitutes }),
    object('Kustomization', 'apps', {
      spec: substitutes,
      status: { conditions: [{ ...ready, status: 'False' }] },
    }),
    object('HelmRelease', 'chart', {
      spec: { valuesFrom: [{ kind: 'ConfigMap', name: 'terraform-outputs' }] },
    }),
  ];
  const { flux } = fluxOf([source(), ...users]);
  await notReady(flux);
  expect((await notReady(flux)).map((line) => line.split(':')[0])).toEqual([
    'Kustomization/flux-system/root',
    'Kustomization/flux-system/apps',
    'HelmRelease/flux-system/chart',
  ]);
  expect(await notReady(flux)).toEqual([]);
});

test('what was reconciled with the variables once is not asked again', async () => {
  const status = { lastHandledReconcileAt: 'terraform-outputs@7' };
  const { flux, asked } = fluxOf([source(), root({ spec: substitutes, status })]);
  await notReady(flux);
  expect(await notReady(flux)).toEqual([]);
  expect(asked).toEqual(['GitRepository/root']);
});

test('what is suspended, uses other variables or is in another namespace is left alone', async () => {
  const { flux, asked } = fluxOf([
    source(),
    root(),
    object('Kustomization', 'suspended', { spec: { ...substitutes, suspend: true } }),
    object('Kustomization', 'other', {
      spec: { postBuild: { substituteFrom: [{ kind: 'Secret', name: 'terraform-outputs' }] } },
    }),
    object('Kustomization', 'elsewhere', { spec: substitutes, namespace: 'apps' }),
  ]);
  await notReady(flux);
  expect(await notReady(flux)).toEqual([]);
  expect(asked).toEqual(['GitRepository/root']);
});
