import { stringify } from 'yaml';
import * as m from '../support/manifests';
import type { Mutation } from '../support/manifests';

const deletesB = {
  target: { kind: 'ConfigMap', name: 'ID-b' },
  patch: '$patch: delete\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: ID-b}\n',
};

const renamesB = {
  target: { kind: 'ConfigMap', name: 'ID-b' },
  patch: '- {op: replace, path: /metadata/name, value: ID-c}',
  options: { allowNameChange: true },
};

const component = stringify({
  apiVersion: 'kustomize.config.k8s.io/v1alpha1',
  kind: 'Component',
  resources: ['c.yaml'],
});

const components: m.Files = {
  'gitops/guard/ID-component/kustomization.yaml': component,
  'gitops/guard/ID-component/c.yaml': m.yaml(m.configMap('c')),
};

/** Kustomizations get other paths, patches, components, flags, variables and sources. */
export const mutations: readonly Mutation[] = [
  {
    name: 'the path changes to a folder that has less',
    base: { ...m.configMaps(['a', 'b']), 'gitops/guard/ID-less/a.yaml': m.yaml(m.configMap('a')) },
    change: { [m.root()]: m.yaml(m.kustomization({ path: './gitops/guard/ID-less' })) },
  },
  {
    name: 'the folder is renamed, and the path with it',
    base: m.configMaps(['a']),
    change: {
      [m.root()]: m.yaml(m.kustomization({ path: './gitops/guard/ID-moved' })),
      [m.folder('a.yaml')]: null,
      'gitops/guard/ID-moved/a.yaml': m.yaml(m.configMap('a')),
    },
  },
  {
    name: 'the path leads nowhere',
    base: m.configMaps(['a']),
    change: { [m.root()]: m.yaml(m.kustomization({ path: './gitops/guard/ID-missing' })) },
    isNotKnown: true,
  },
  {
    name: 'kustomization.yaml names a file that is missing',
    base: m.overlaid(),
    change: m.overlay({}, ['a.yaml', 'missing.yaml']),
    isNotKnown: true,
  },
  {
    name: 'a patch of kustomization.yaml deletes a ConfigMap',
    base: m.overlaid(),
    change: m.overlay({ patches: [deletesB] }),
  },
  {
    name: 'a patch of the Kustomization deletes a ConfigMap',
    base: m.configMaps(['a', 'b']),
    change: { [m.root()]: m.yaml(m.kustomization({ patches: [deletesB] })) },
  },
  { name: 'a patch renames a ConfigMap', base: m.overlaid(), change: m.overlay({ patches: [renamesB] }) },
  {
    name: 'a patch adds a label',
    base: m.overlaid(),
    change: m.overlay({
      patches: [
        { target: { kind: 'ConfigMap' }, patch: '- {op: add, path: /metadata/labels, value: {a: b}}' },
      ],
    }),
  },
  {
    name: 'a component leaves the Kustomization',
    base: { ...m.configMaps(['a'], { components: ['../ID-component'] }), ...components },
    change: { [m.root()]: m.yaml(m.kustomization()) },
  },
  {
    name: 'a component leaves kustomization.yaml',
    base: { ...m.overlaid({ components: ['../ID-component'] }), ...components },
    change: m.overlay({}),
  },
  {
    name: 'prune becomes false, and a ConfigMap is removed',
    base: m.configMaps(['a', 'b']),
    change: { [m.root()]: m.yaml(m.kustomization({ prune: false })), [m.folder('b.yaml')]: null },
    isNotKnown: true,
  },
  {
    name: 'prune became false before a ConfigMap is removed',
    base: m.configMaps(['a', 'b']),
    prepared: { [m.root()]: m.yaml(m.kustomization({ prune: false })) },
    change: { [m.folder('b.yaml')]: null },
  },
  {
    name: 'prune becomes true',
    base: m.configMaps(['a', 'b'], { prune: false }),
    change: { [m.root()]: m.yaml(m.kustomization()) },
  },
  {
    name: 'suspend becomes true, and a ConfigMap is removed',
    base: m.configMaps(['a', 'b']),
    change: { [m.root()]: m.yaml(m.kustomization({ suspend: true })), [m.folder('b.yaml')]: null },
    isNotKnown: true,
  },
  {
    name: 'a ConfigMap of a suspended Kustomization is removed',
    base: m.configMaps(['a', 'b']),
    prepared: { [m.root()]: m.yaml(m.kustomization({ suspend: true })) },
    change: { [m.folder('b.yaml')]: null },
  },
  {
    name: 'a Kustomization is resumed, and a ConfigMap is removed',
    base: m.configMaps(['a', 'b']),
    prepared: { [m.root()]: m.yaml(m.kustomization({ suspend: true })) },
    change: { [m.root()]: m.yaml(m.kustomization()), [m.folder('b.yaml')]: null },
  },
  {
    name: 'a variable of a name changes',
    base: {
      ...m.configMaps(['a'], { postBuild: { substitute: { one: 'x' } } }),
      [m.folder('b.yaml')]: m.yaml(m.configMap('${one}')),
    },
    change: { [m.root()]: m.yaml(m.kustomization({ postBuild: { substitute: { one: 'y' } } })) },
  },
  {
    name: 'a variable of a value changes',
    base: {
      ...m.configMaps(['a'], { postBuild: { substitute: { one: 'x' } } }),
      [m.folder('b.yaml')]: m.yaml(m.configMap('b', { data: { a: '${one}' } })),
    },
    change: { [m.root()]: m.yaml(m.kustomization({ postBuild: { substitute: { one: 'z' } } })) },
  },
  {
    name: 'a variable that another Kustomization provides changes',
    base: {
      [m.root()]: m.yaml(
        m.kustomization({ path: './gitops/guard/ID-variables' }, 'ID-variables'),
        m.kustomization({
          dependsOn: [{ name: 'ID-variables' }],
          postBuild: { substituteFrom: [{ kind: 'ConfigMap', name: 'ID-variables' }] },
        }),
      ),
      'gitops/guard/ID-variables/one.yaml': m.yaml({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'ID-variables', namespace: 'flux-system' },
        data: { one: 'x' },
      }),
      [m.folder('b.yaml')]: m.yaml(m.configMap('${one}')),
    },
    change: {
      'gitops/guard/ID-variables/one.yaml': m.yaml({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'ID-variables', namespace: 'flux-system' },
        data: { one: 'y' },
      }),
    },
  },
  {
    name: 'a variable without value appears in a name',
    base: m.configMaps(['a', 'b'], { postBuild: { substitute: { one: 'x' } } }),
    change: { [m.folder('b.yaml')]: m.yaml(m.configMap('${missing}')) },
    isNotKnown: true,
  },
  {
    name: 'the source becomes one that does not exist',
    base: m.configMaps(['a']),
    change: {
      [m.root()]: m.yaml(m.kustomization({ sourceRef: { kind: 'GitRepository', name: 'missing' } })),
    },
    isNotKnown: true,
  },
  {
    name: 'the labels of a ConfigMap change',
    base: m.configMaps(['a']),
    change: { [m.folder('a.yaml')]: m.yaml(m.configMap('a', { data: { a: 'c' } }, { a: 'b' })) },
  },
];
