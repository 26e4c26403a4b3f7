import * as m from '../support/manifests';
import type { Mutation } from '../support/manifests';

const released = (templates: Readonly<Record<string, string>> = {}, spec: object = {}): m.Files => ({
  [m.root()]: m.yaml(m.kustomization()),
  [m.folder('a.yaml')]: m.yaml(m.configMap('a')),
  [m.folder('release.yaml')]: m.yaml(m.helmRelease(spec)),
  ...m.chart(templates),
});

const gone = { [m.folder('release.yaml')]: null };

const set = (resources: readonly object[], annotations: Record<string, string> = {}): m.Files => ({
  ...m.configMaps(['a']),
  [m.folder('set.yaml')]: m.yaml(m.resourceSet(resources, annotations)),
});

const setGone = { [m.folder('set.yaml')]: null };

/** HelmReleases, charts and ResourceSets. */
export const mutations: readonly Mutation[] = [
  { name: 'a HelmRelease is removed', base: released(), change: gone },
  {
    name: 'a HelmRelease is suspended, and then removed',
    base: released(),
    prepared: { [m.folder('release.yaml')]: m.yaml(m.helmRelease({ suspend: true })) },
    change: gone,
  },
  {
    name: 'a HelmRelease is removed whose chart keeps an object',
    base: released({ 'kept.yaml': m.template('{{ .Release.Name }}-kept', 'helm.sh/resource-policy: keep') }),
    change: gone,
  },
  {
    name: 'a HelmRelease is removed, after someone annotated its object with keep by hand',
    base: released(),
    byHand: [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: 'ID-release-one',
          namespace: m.namespace,
          annotations: { 'helm.sh/resource-policy': 'keep' },
        },
      },
    ],
    change: gone,
  },
  {
    name: 'a HelmRelease is removed whose chart has a definition in crds/',
    base: { ...released(), 'gitops/charts/ID/crds/one.yaml': m.yaml(m.definition()) },
    change: gone,
  },
  {
    name: 'a HelmRelease is renamed',
    base: released(),
    change: { [m.folder('release.yaml')]: m.yaml(m.helmRelease({}, { name: 'ID-other' })) },
  },
  {
    name: 'the name of a release changes',
    base: released(),
    change: { [m.folder('release.yaml')]: m.yaml(m.helmRelease({ releaseName: 'ID-named' })) },
  },
  {
    name: 'the target namespace of a release changes',
    base: released({}, { releaseName: 'ID-release' }),
    change: {
      [m.folder('release.yaml')]: m.yaml(
        m.helmRelease({ releaseName: 'ID-release', targetNamespace: 'applications' }),
      ),
    },
  },
  {
    name: 'the target namespace of a release changes, and a template has its namespace',
    base: released(
      {
        'two.yaml': m
          .template('{{ .Release.Name }}-two')
          .replace('annotations', 'namespace: guard\n  annotations'),
      },
      { releaseName: 'ID-release' },
    ),
    change: {
      [m.folder('release.yaml')]: m.yaml(
        m.helmRelease({ releaseName: 'ID-release', targetNamespace: 'applications' }),
      ),
    },
  },
  {
    name: 'the storage namespace of a release changes',
    base: released(),
    change: { [m.folder('release.yaml')]: m.yaml(m.helmRelease({ storageNamespace: 'applications' })) },
  },
  {
    name: 'the labels of a HelmRelease change',
    base: released(),
    change: { [m.folder('release.yaml')]: m.yaml(m.helmRelease({}, { labels: { a: 'b' } })) },
  },
  {
    name: 'the interval of a HelmRelease changes',
    base: released(),
    change: { [m.folder('release.yaml')]: m.yaml(m.helmRelease({ interval: '20m' })) },
  },
  {
    name: 'a value of a HelmRelease turns an object off',
    base: released({
      'two.yaml': `{{- if ne (default "on" .Values.two) "off" }}\n${m.template('{{ .Release.Name }}-two')}{{- end }}\n`,
    }),
    change: { [m.folder('release.yaml')]: m.yaml(m.helmRelease({ values: { two: 'off' } })) },
  },
  {
    name: 'a template is removed from a chart',
    base: released({ 'two.yaml': m.template('{{ .Release.Name }}-two') }),
    change: { 'gitops/charts/ID/templates/two.yaml': null },
  },
  {
    name: 'a HelmRelease gets another chart',
    base: { ...released(), ...m.chart({}, 'ID-two', 'ID-two') },
    change: { [m.folder('release.yaml')]: m.yaml(m.helmRelease({}, {}, './gitops/charts/ID-two')) },
  },
  {
    name: 'a HelmRelease is in a namespace that is removed',
    base: {
      [m.root()]: m.yaml(m.kustomization()),
      [m.folder('a.yaml')]: m.yaml(m.configMap('a')),
      [m.folder('namespace.yaml')]: m.yaml(m.newNamespace()),
      [m.folder('release.yaml')]: m.yaml(m.helmRelease({}, { namespace: 'ID' })),
      ...m.chart(),
    },
    change: { [m.folder('namespace.yaml')]: null, ...gone },
  },
  { name: 'a ResourceSet is removed', base: set([m.configMap('b'), m.configMap('c')]), change: setGone },
  {
    name: 'a ResourceSet is removed, one of its objects has prune: disabled',
    base: set([m.configMap('b'), m.configMap('c', {}, { 'fluxcd.controlplane.io/prune': 'disabled' })]),
    change: setGone,
  },
  {
    name: 'a ResourceSet is paused, and then removed',
    base: set([m.configMap('b')]),
    prepared: set([m.configMap('b')], { 'fluxcd.controlplane.io/reconcile': 'disabled' }),
    change: setGone,
  },
  {
    name: 'a ResourceSet loses an object',
    base: set([m.configMap('b'), m.configMap('c')]),
    change: set([m.configMap('b')]),
  },
  {
    name: 'an input of a ResourceSet is removed',
    base: {
      ...m.configMaps(['a']),
      [m.folder('set.yaml')]: m.yaml({
        ...m.resourceSet([m.configMap('<< inputs.name >>')]),
        spec: { inputs: [{ name: 'b' }, { name: 'c' }], resources: [m.configMap('<< inputs.name >>')] },
      }),
    },
    change: {
      [m.folder('set.yaml')]: m.yaml({
        ...m.resourceSet([]),
        spec: { inputs: [{ name: 'b' }], resources: [m.configMap('<< inputs.name >>')] },
      }),
    },
  },
];
