import type { Build, LiveState } from '../../../ops/guard/build';
import { forecast, type Forecast } from '../../../ops/guard/forecast';
import { describeId, keyOfManifest, type Manifest } from '../../../ops/guard/manifest';
import type { Rendering } from '../../../ops/guard/rendering';

const root: Manifest = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'root', namespace: 'flux-system' },
  spec: { prune: true },
};

function configMap(name: string, namespace = 'shop', annotations = {}): Manifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, annotations } };
}

function release(spec: object): Manifest {
  return {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      chart: { spec: { chart: 'web', sourceRef: { kind: 'HelmRepository', name: 'charts' } } },
      ...spec,
    },
  };
}

const installed = {
  ...release({}),
  status: {
    storageNamespace: 'shop',
    history: [{ name: 'web', namespace: 'shop', version: 1, chartName: 'web' }],
  },
};

const buildOf = (object: Manifest): Build =>
  new Map([[keyOfManifest(root), { applier: root, objects: [object] }]]);

/** What a change of the release deletes where it installed the ConfigMaps `one` and `two`. */
function changed(spec: object, rendering?: Rendering, more: readonly Manifest[] = []): Forecast {
  const objects = [configMap('one'), configMap('two')];
  const all = [root, installed, ...objects, ...more];
  const live: LiveState = {
    objects: new Map(all.map((object) => [keyOfManifest(object), object])),
    unreadable: new Set(),
    releases: new Map([
      [keyOfManifest(installed), { objects, unplaced: new Set([keyOfManifest(configMap('one'))]) }],
    ]),
  };
  const after = new Map(rendering === undefined ? [] : [[keyOfManifest(installed), rendering] as const]);
  const rendered = { before: new Map(), after };
  return forecast({ from: buildOf(release({})), to: buildOf(release(spec)), live, rendered });
}

const names = (list: Forecast['losses']) => list.map(({ id }) => describeId(id));

const values = { values: { two: false } };

test('what a chart no longer renders is deleted', () => {
  const rendering = { objects: [configMap('one')], chart: 'web' };
  expect(names(changed(values, rendering).losses)).toEqual(['ConfigMap/shop/two']);
});

test('what someone annotated with keep in the cluster stays', () => {
  const kept = configMap('two', 'shop', { 'helm.sh/resource-policy': 'keep' });
  const rendering = { objects: [configMap('one')], chart: 'web' };
  expect(changed(values, rendering, [kept]).losses).toEqual([]);
});

test('a template may leave the namespace out', () => {
  const one: Manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one' } };
  const rendering = { objects: [one, configMap('two')], chart: 'web' };
  expect(changed(values, rendering).losses).toEqual([]);
});

test('what may render otherwise is only possible', () => {
  const rendering = { objects: [configMap('one')], chart: 'web', doubt: 'its templates use now' };
  expect(names(changed(values, rendering).doubts)).toEqual(['ConfigMap/shop/two']);
});

test.each<Rendering | undefined>([undefined, { unknown: 'helm is not installed' }])(
  'what is not rendered is not known: %j',
  (rendering) => {
    expect(changed(values, rendering).unknowns).toEqual([
      expect.stringContaining('HelmRelease/shop/web would no longer install'),
    ]);
  },
);

test('another name in the chart uninstalls the release', () => {
  const rendering = { objects: [configMap('one'), configMap('two')], chart: 'other' };
  expect(names(changed(values, rendering).losses)).toEqual(['ConfigMap/shop/one', 'ConfigMap/shop/two']);
});

test('another target namespace leaves behind what templates leave without a namespace', () => {
  const { losses } = changed({ releaseName: 'web', targetNamespace: 'mall' });
  expect(names(losses)).toEqual(['ConfigMap/shop/two']);
});

test('another target namespace deletes what has the name there', () => {
  const { losses } = changed({ releaseName: 'web', targetNamespace: 'mall' }, undefined, [
    configMap('one', 'mall'),
  ]);
  expect(names(losses)).toEqual(['ConfigMap/mall/one', 'ConfigMap/shop/two']);
});
