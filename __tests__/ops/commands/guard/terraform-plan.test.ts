import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { subjectsOf } from '../../../../ops/commands/guard/terraform-plan';

function plan(type: string, actions: readonly string[], before: object, mode = 'managed'): string {
  return JSON.stringify({
    format_version: '1.2',
    resource_changes: [{ address: `${type}.a`, mode, type, change: { actions, before } }],
  });
}

const kustomization = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'apps', namespace: 'flux-system' },
  spec: { prune: true },
};
const reference = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  name: 'apps',
  namespace: 'flux-system',
};

test.each<[string, string, object, object]>([
  ['kubernetes_manifest', 'a Kustomization', { manifest: kustomization }, { of: 'object', reference }],
  [
    'kubectl_manifest',
    'a Kustomization',
    { yaml_body: JSON.stringify(kustomization) },
    { of: 'object', reference },
  ],
  ['helm_release', 'flux-instance', { chart: 'flux-instance' }, { of: 'flux' }],
  ['flux_bootstrap_git', 'the bootstrap', {}, { of: 'flux' }],
  [
    'kubernetes_namespace_v1',
    'a namespace',
    { metadata: [{ name: 'apps' }] },
    { of: 'namespace', namespace: 'apps' },
  ],
  [
    'kubernetes_manifest',
    "a definition of Flux's",
    {
      manifest: {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'kustomizations.kustomize.toolkit.fluxcd.io' },
        spec: { group: 'kustomize.toolkit.fluxcd.io', names: { kind: 'Kustomization' } },
      },
    },
    { of: 'kind', kind: 'Kustomization' },
  ],
])('%s: the end of %s is seen', (type, _, before, deletion) => {
  expect(subjectsOf(plan(type, ['delete'], before))).toMatchObject([{ deletion }]);
});

test('a replacement, whichever comes first, is told from a deletion', () => {
  expect(subjectsOf(plan('helm_release', ['create', 'delete'], { chart: 'flux-instance' }))).toMatchObject([
    { source: 'helm_release.a will be replaced' },
  ]);
});

test.each([
  ['an update', 'helm_release', ['update'], { chart: 'flux-instance' }],
  ['another release', 'helm_release', ['delete'], { chart: 'podinfo' }],
  [
    'a ConfigMap',
    'kubernetes_manifest',
    ['delete'],
    { manifest: { ...kustomization, apiVersion: 'v1', kind: 'ConfigMap' } },
  ],
  [
    "kustomize's own Kustomization",
    'kubernetes_manifest',
    ['delete'],
    { manifest: { ...kustomization, apiVersion: 'kustomize.config.k8s.io/v1beta1' } },
  ],
])('%s is none of it', (_, type, actions, before) => {
  expect(subjectsOf(plan(type, actions, before))).toEqual([]);
});

test('what is no plan is told', () => {
  expect(() => subjectsOf('{}')).toThrow('terraform show -json');
});

/** Made by Terraform 1.11 in the sandbox with `terraform show -json`, without the values of the releases. */
function made(name: string): string {
  return readFileSync(join(__dirname, '../../../fixtures/plans', `${name}.json`), 'utf8');
}

test('the replacement of a tainted release is seen', () => {
  expect(subjectsOf(made('replace-instance'))).toMatchObject([
    {
      source: expect.stringMatching(/^helm_release\.instance.* will be replaced$/) as string,
      deletion: { of: 'flux' },
    },
  ]);
});

test("the end of Flux's namespace is seen", () => {
  expect(subjectsOf(made('destroy-operator'))).toEqual([
    {
      source: 'kubernetes_namespace_v1.namespace will be destroyed',
      deletion: { of: 'namespace', namespace: 'flux-system' },
    },
  ]);
});
