import * as m from '../support/manifests';
import type { Mutation } from '../support/manifests';

const off = (name: string, value = 'disabled') => ({ [`kustomize.toolkit.fluxcd.io/${name}`]: value });

const removed = (
  annotations: Record<string, string>,
  extra: object = {},
): Pick<Mutation, 'base' | 'change'> => ({
  base: { ...m.configMaps(['a']), [m.folder('b.yaml')]: m.yaml(m.configMap('b', extra, annotations)) },
  change: { [m.folder('b.yaml')]: null },
});

const whole = { [m.root()]: null, [m.folder('a.yaml')]: null, [m.folder('b.yaml')]: null };

/** Objects and what applies them are removed. */
export const mutations: readonly Mutation[] = [
  {
    name: 'a ConfigMap leaves kustomization.yaml',
    base: {
      ...m.configMaps(['a', 'b']),
      [m.folder('kustomization.yaml')]: m.kustomize(['a.yaml', 'b.yaml']),
    },
    change: { [m.folder('kustomization.yaml')]: m.kustomize(['a.yaml']) },
  },
  { name: 'a file without kustomization.yaml is removed', ...removed({}) },
  {
    name: 'one of two documents is removed',
    base: {
      [m.root()]: m.yaml(m.kustomization()),
      [m.folder('all.yaml')]: m.yaml(m.configMap('a'), m.configMap('b')),
    },
    change: { [m.folder('all.yaml')]: m.yaml(m.configMap('a')) },
  },
  { name: 'a ConfigMap with prune: disabled is removed', ...removed(off('prune')) },
  { name: 'a ConfigMap with prune: Disabled is removed', ...removed(off('prune', 'Disabled')) },
  {
    name: 'a ConfigMap with the label prune: disabled is removed',
    ...removed({}, { metadata: { name: 'ID-b', namespace: m.namespace, labels: off('prune') } }),
  },
  { name: 'a ConfigMap with prune: enabled is removed', ...removed(off('prune', 'enabled')) },
  { name: 'a ConfigMap with ssa: IfNotPresent is removed', ...removed(off('ssa', 'IfNotPresent')) },
  {
    name: 'a ConfigMap that someone annotated with prune: disabled by hand is removed',
    ...removed({}),
    byHand: [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'ID-b', namespace: m.namespace, annotations: off('prune') },
      },
    ],
  },
  {
    name: 'reconcile: disabled is set, and then the ConfigMap is removed',
    ...removed({}),
    prepared: { [m.folder('b.yaml')]: m.yaml(m.configMap('b', {}, off('reconcile'))) },
    byHand: [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'ID-b', namespace: m.namespace, annotations: off('reconcile') },
      },
    ],
  },
  {
    name: 'a ConfigMap of a Kustomization with prune: false is removed',
    base: m.configMaps(['a', 'b'], { prune: false }),
    change: { [m.folder('b.yaml')]: null },
  },
  {
    name: 'everything but .gitkeep is removed from a folder',
    base: { ...m.configMaps(['a', 'b']), [m.folder('.gitkeep')]: '' },
    change: { [m.folder('a.yaml')]: null, [m.folder('b.yaml')]: null },
  },
  {
    name: 'kustomization.yaml gets an empty list',
    base: {
      ...m.configMaps(['a', 'b']),
      [m.folder('kustomization.yaml')]: m.kustomize(['a.yaml', 'b.yaml']),
    },
    change: { [m.folder('kustomization.yaml')]: m.kustomize([]) },
  },
  {
    name: 'a Deployment and a Service are removed',
    base: {
      ...m.configMaps(['a']),
      [m.folder('web.yaml')]: m.yaml(
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'ID-web', namespace: m.namespace },
          spec: {
            selector: { matchLabels: { app: 'ID' } },
            template: {
              metadata: { labels: { app: 'ID' } },
              spec: { containers: [{ name: 'web', image: 'registry.invalid/web:1' }] },
            },
          },
        },
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'ID-web', namespace: m.namespace },
          spec: { selector: { app: 'ID' }, ports: [{ port: 80 }] },
        },
      ),
    },
    change: { [m.folder('web.yaml')]: null },
  },
  { name: 'a Kustomization and its folder are removed', base: m.configMaps(['a', 'b']), change: whole },
  {
    name: 'a Kustomization is removed, its folder stays',
    base: m.configMaps(['a', 'b']),
    change: { [m.root()]: null },
  },
  {
    name: 'a Kustomization with prune: false is removed',
    base: m.configMaps(['a'], { prune: false }),
    change: { [m.root()]: null },
  },
  {
    name: 'a Kustomization with deletionPolicy: Orphan is removed',
    base: m.configMaps(['a'], { deletionPolicy: 'Orphan' }),
    change: { [m.root()]: null },
  },
  {
    name: 'a Kustomization with prune: false and deletionPolicy: Delete is removed',
    base: m.configMaps(['a'], { prune: false, deletionPolicy: 'Delete' }),
    change: { [m.root()]: null },
  },
  {
    name: 'a Kustomization with deletionPolicy: WaitForTermination is removed',
    base: m.configMaps(['a'], { deletionPolicy: 'WaitForTermination' }),
    change: { [m.root()]: null },
  },
  {
    name: 'a Kustomization is suspended, and then removed',
    base: m.configMaps(['a']),
    prepared: { [m.root()]: m.yaml(m.kustomization({ suspend: true })) },
    change: { [m.root()]: null },
  },
  {
    name: 'a Kustomization with prune: disabled is removed',
    base: { ...m.configMaps(['a']), [m.root()]: m.yaml(m.kustomization({}, 'ID', off('prune'))) },
    change: { [m.root()]: null },
  },
  {
    name: 'a Kustomization below a Kustomization is removed',
    base: {
      [m.root()]: m.yaml(m.kustomization({ path: './gitops/guard/ID/upper' })),
      [m.folder('upper/lower.yaml')]: m.yaml(
        m.kustomization({ path: './gitops/guard/ID/lower' }, 'ID-lower'),
      ),
      [m.folder('lower/a.yaml')]: m.yaml(m.configMap('a')),
    },
    change: { [m.root()]: null },
  },
  {
    name: 'a namespace is removed with what its Kustomization applies to it',
    base: {
      [m.root()]: m.yaml(m.kustomization()),
      [m.folder('namespace.yaml')]: m.yaml(m.newNamespace()),
      [m.folder('a.yaml')]: m.yaml(m.inNamespace('a', 'ID')),
    },
    change: {
      [m.folder('namespace.yaml')]: null,
      [m.folder('a.yaml')]: null,
      [m.folder('b.yaml')]: m.yaml(m.configMap('b')),
    },
  },
  {
    name: 'a namespace is removed that holds something made by hand',
    base: { ...m.configMaps(['a']), [m.folder('namespace.yaml')]: m.yaml(m.newNamespace()) },
    byHand: [m.inNamespace('hand', 'ID')],
    change: { [m.folder('namespace.yaml')]: null },
  },
  {
    name: 'a definition is removed, and objects of its kind are another Kustomization’s',
    base: {
      ...m.configMaps(['a']),
      [m.root()]: m.yaml(
        m.kustomization(),
        m.kustomization({ path: './gitops/guard/ID-objects', dependsOn: [{ name: 'ID' }] }, 'ID-objects'),
      ),
      [m.folder('definition.yaml')]: m.yaml(m.definition()),
      'gitops/guard/ID-objects/one.yaml': m.yaml(m.custom('one')),
    },
    change: {
      [m.folder('definition.yaml')]: null,
      [m.root()]: m.yaml(
        m.kustomization(),
        m.kustomization({ path: './gitops/guard/ID-objects', suspend: true }, 'ID-objects'),
      ),
    },
  },
];
