import type { FluxObject } from '../../../ops/cluster/flux-cluster';
import { missingComponent } from '../../../ops/cluster/components';
import { hasReadiness, needsOf, withCauses } from '../../../ops/cluster/needs';
import { readinessOf } from '../../../ops/cluster/readiness';

function object(kind: string, name: string, spec: object = {}, ready = false): FluxObject {
  const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False', message: `${name} failed` }];
  return { apiVersion: 'v1', kind, metadata: { name, namespace: 'apps' }, spec, status: { conditions } };
}

function causes(...objects: readonly FluxObject[]): readonly string[] {
  const readiness = objects.map((one) =>
    readinessOf({ kind: one.kind, name: one.metadata.name, namespace: 'apps', condition: 'Ready' }, one),
  );
  return withCauses(readiness, objects)
    .filter(({ ready }) => !ready)
    .map(
      ({ object: name, waitsFor, detail }) =>
        `${name}: ${waitsFor === undefined ? detail : `needs ${waitsFor}`}`,
    );
}

const source = object('GitRepository', 'source');
const sourceRef = { kind: 'GitRepository', name: 'source' };

test.each<[string, FluxObject, readonly string[]]>([
  [
    'a Kustomization',
    object('Kustomization', 'a', { sourceRef, dependsOn: [{ name: 'b', namespace: 'c' }] }),
    ['GitRepository/apps/source', 'Kustomization/c/b'],
  ],
  [
    'a HelmRelease with a chart',
    object('HelmRelease', 'a', { chart: { spec: { sourceRef: { ...sourceRef, namespace: 'b' } } } }),
    ['HelmChart/b/apps-a'],
  ],
  [
    'a HelmRelease with a source',
    object('HelmRelease', 'a', { chartRef: { kind: 'OCIRepository', name: 'b' } }),
    ['OCIRepository/apps/b'],
  ],
  [
    'an ArtifactGenerator',
    object('ArtifactGenerator', 'a', { sources: [sourceRef] }),
    ['GitRepository/apps/source'],
  ],
  [
    'an ExternalArtifact',
    object('ExternalArtifact', 'a', { sourceRef: { kind: 'ArtifactGenerator', name: 'b' } }),
    ['ArtifactGenerator/apps/b'],
  ],
])('%s needs', (_, needing, expected) => {
  expect(needsOf(needing)).toEqual(expected);
});

test('the source that has no artifact is the cause, all the way up', () => {
  const all = [
    object('Kustomization', 'b', { sourceRef: { kind: 'ExternalArtifact', name: 'made' } }),
    object('Kustomization', 'c', { dependsOn: [{ name: 'b' }] }),
    object('ExternalArtifact', 'made', { sourceRef: { kind: 'ArtifactGenerator', name: 'maker' } }),
    object('ArtifactGenerator', 'maker', { sources: [sourceRef] }),
    source,
  ];
  expect(causes(...all)).toEqual([
    'Kustomization/apps/b: needs ExternalArtifact/apps/made',
    'Kustomization/apps/c: needs Kustomization/apps/b',
    'ExternalArtifact/apps/made: needs ArtifactGenerator/apps/maker',
    'ArtifactGenerator/apps/maker: needs GitRepository/apps/source',
    'GitRepository/apps/source: source failed',
  ]);
});

test('what does not exist or is suspended is named', () => {
  const [missing] = causes(object('Kustomization', 'a', { dependsOn: [{ name: 'gone' }] }));
  expect(missing).toContain('(needs Kustomization/apps/gone, which does not exist)');
  const held = object('GitRepository', 'source', { suspend: true }, true);
  expect(causes(object('Kustomization', 'a', { sourceRef }), held)[0]).toContain('which is suspended)');
});

test('a cycle is its own cause', () => {
  const all = [
    object('Kustomization', 'a', { dependsOn: [{ name: 'b' }] }),
    object('Kustomization', 'b', { dependsOn: [{ name: 'a' }] }),
  ];
  expect(causes(...all)[0]).toContain(
    '(each needs the next: Kustomization/apps/a, Kustomization/apps/b, Kustomization/apps/a)',
  );
});

test('a HelmRepository of an OCI registry has no state to wait for', () => {
  expect(hasReadiness(object('HelmRepository', 'a', { type: 'oci' }))).toBe(false);
  expect(hasReadiness(object('HelmRepository', 'a'))).toBe(true);
});

const message = 'no matches for kind "ArtifactGenerator" in version "source.extensions.fluxcd.io/v1beta1"';

test('a kind that no component brings names the component', () => {
  expect(missingComponent(message, ['source-controller'])).toBe(
    'ArtifactGenerator needs source-watcher, which spec.components of the FluxInstance lacks',
  );
});

test.each([
  [message, ['source-watcher']],
  ['no matches for kind "Bucket" in version "example.org/v1"', []],
])('%s with %j says nothing of components', (text, components) => {
  expect(missingComponent(text, components)).toBeUndefined();
});
