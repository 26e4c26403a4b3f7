import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastSegment, plannedChange } from '../../../ops/guard/terraform-plan';

function plan(type: string, actions: readonly string[], before: object, after: object | null = null): string {
  return JSON.stringify({
    format_version: '1.2',
    resource_changes: [{ address: `${type}.a`, mode: 'managed', type, change: { actions, before, after } }],
  });
}

const kustomization = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'apps', namespace: 'flux-system' },
  spec: { prune: true, path: './a' },
};
const id = {
  group: 'kustomize.toolkit.fluxcd.io',
  kind: 'Kustomization',
  namespace: 'flux-system',
  name: 'apps',
};
const release = { name: 'one', namespace: 'flux-system' };

test.each<[string, string, object, object]>([
  ['kubernetes_manifest', 'a Kustomization', { manifest: kustomization }, { of: 'object', id }],
  ['kubectl_manifest', 'a Kustomization', { yaml_body: JSON.stringify(kustomization) }, { of: 'object', id }],
  [
    'kustomization_resource',
    'a Kustomization',
    { manifest: JSON.stringify(kustomization) },
    { of: 'object', id },
  ],
  [
    'helm_release',
    'the instance by its address',
    { ...release, chart: 'oci://ghcr.io/controlplaneio-fluxcd/charts/flux-instance' },
    { of: 'release', ...release, chart: 'flux-instance' },
  ],
  [
    'helm_release',
    'flux2-sync',
    { ...release, chart: 'flux2-sync' },
    { of: 'release', ...release, chart: 'flux2-sync' },
  ],
  ['helm_release', 'the controllers', { ...release, chart: 'flux2' }, { of: 'flux' }],
  ['flux_bootstrap_git', 'the bootstrap', {}, { of: 'flux' }],
  ['aws_eks_cluster', 'the cluster', { name: 'a' }, { of: 'cluster' }],
  [
    'kubernetes_namespace_v1',
    'a namespace',
    { metadata: [{ name: 'apps' }] },
    { of: 'object', id: { group: '', kind: 'Namespace', namespace: '', name: 'apps' } },
  ],
])('%s: the end of %s is seen', (type, _, before, deletion) => {
  expect(plannedChange(plan(type, ['delete'], before)).deletions).toMatchObject([{ deletion }]);
});

test.each([
  ['flux-instance', 'flux-instance'],
  ['oci://ghcr.io/charts/flux-instance', 'flux-instance'],
  ['./charts/flux-instance-0.59.0.tgz', 'flux-instance'],
  ['https://example.com/flux2-sync-1.2.3.tgz', 'flux2-sync'],
  ['./charts/flux-instance/', 'flux-instance'],
])('the chart %s is %s', (chart, name) => {
  expect(lastSegment(chart)).toBe(name);
});

test('a replacement, whichever comes first, is told from a deletion', () => {
  const json = plan('helm_release', ['create', 'delete'], { ...release, chart: 'flux-instance' });
  expect(plannedChange(json).deletions).toMatchObject([{ source: 'helm_release.a will be replaced' }]);
});

test.each([
  ['a ConfigMap', { ...kustomization, apiVersion: 'v1', kind: 'ConfigMap' }],
  ["kustomize's own Kustomization", { ...kustomization, apiVersion: 'kustomize.config.k8s.io/v1beta1' }],
])('the end of %s takes nothing with it', (_, manifest) => {
  expect(plannedChange(plan('kubernetes_manifest', ['delete'], { manifest })).deletions).toEqual([]);
});

test('another path of a Kustomization is seen', () => {
  const after = { manifest: { ...kustomization, spec: { ...kustomization.spec, path: './b' } } };
  const json = plan('kubernetes_manifest', ['update'], { manifest: kustomization }, after);
  expect(plannedChange(json).appliers).toMatchObject([
    { before: { spec: { path: './a' } }, after: { spec: { path: './b' } } },
  ]);
});

function values(path: string, components: readonly string[]): object {
  const sync = { kind: 'GitRepository', url: 'https://example.com/fleet.git', ref: 'refs/heads/main', path };
  return { ...release, chart: 'flux-instance', values: [JSON.stringify({ instance: { components, sync } })] };
}

test('another path of the instance is seen', () => {
  const json = plan('helm_release', ['update'], values('clusters/a', []), values('clusters/b', []));
  expect(plannedChange(json).instance).toMatchObject({
    before: { sync: { path: 'clusters/a' } },
    after: { sync: { path: 'clusters/b' } },
  });
});

test('a component that is taken out is seen', () => {
  const json = plan('helm_release', ['update'], values('a', ['helm-controller']), values('a', []));
  expect(plannedChange(json).instance).toMatchObject({
    before: { components: ['helm-controller'] },
    after: { components: [] },
  });
});

test('values that are not known yet are told from values that say nothing', () => {
  const json = plan('helm_release', ['update'], values('a', []), { ...release, chart: 'flux-instance' });
  expect(plannedChange(json).instance?.after).toBeUndefined();
});

const outputs = { metadata: [{ name: 'terraform-outputs', namespace: 'flux-system' }], data: { A: '1' } };

test.each([
  ['destroyed', ['delete'], null, 'absent'],
  ['changed', ['update'], { ...outputs, data: { A: '2' } }, { A: '2' }],
])('terraform-outputs that is %s is seen', (_, actions, after, content) => {
  const { variables } = plannedChange(plan('kubernetes_config_map_v1', actions, outputs, after));
  expect(variables).toMatchObject({ before: { A: '1' }, after: content });
});

test('what is no plan is told', () => {
  expect(() => plannedChange('{}')).toThrow('terraform show -json');
});

/** Made by Terraform 1.11 in the sandbox with `terraform show -json`, without the values of the releases. */
function made(name: string): string {
  return readFileSync(join(__dirname, '../../fixtures/plans', `${name}.json`), 'utf8');
}

test('the replacement of a tainted release is seen', () => {
  expect(plannedChange(made('replace-instance')).deletions).toMatchObject([
    {
      source: expect.stringMatching(/^helm_release\.instance.* will be replaced$/) as string,
      deletion: { of: 'release', chart: 'flux-instance' },
    },
  ]);
});

test("the end of Flux's namespace is seen", () => {
  expect(plannedChange(made('destroy-operator')).deletions).toContainEqual({
    source: 'kubernetes_namespace_v1.namespace will be destroyed',
    deletion: { of: 'object', id: { group: '', kind: 'Namespace', namespace: '', name: 'flux-system' } },
  });
});
