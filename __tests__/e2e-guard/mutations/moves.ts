import * as m from '../support/manifests';
import type { Mutation } from '../support/manifests';

const other = (spec: object) => m.kustomization({ path: './gitops/guard/ID-other', ...spec }, 'ID-other');

const upper = (name: string, spec: object = {}) =>
  m.kustomization({ path: `./gitops/guard/${name}`, ...spec }, name);

/** Two Kustomizations: `b` moves from the folder of the first to that of the second. */
const moving = (first: object, second: object): Pick<Mutation, 'base' | 'change'> => ({
  base: {
    ...m.configMaps(['a', 'b']),
    [m.root()]: m.yaml(m.kustomization(first), other(second)),
    'gitops/guard/ID-other/c.yaml': m.yaml(m.configMap('c')),
  },
  change: { [m.folder('b.yaml')]: null, 'gitops/guard/ID-other/b.yaml': m.yaml(m.configMap('b')) },
});

/** A Kustomization that another one applies goes, and `a` moves from its folder to the other one's. */
const takenUp: Pick<Mutation, 'base' | 'change'> = {
  base: {
    [m.root()]: m.yaml(m.kustomization({ path: './gitops/guard/ID/upper' })),
    [m.folder('upper/lower.yaml')]: m.yaml(m.kustomization({ path: './gitops/guard/ID/lower' }, 'ID-lower')),
    [m.folder('lower/a.yaml')]: m.yaml(m.configMap('a')),
  },
  change: {
    [m.folder('upper/lower.yaml')]: null,
    [m.folder('lower/a.yaml')]: null,
    [m.folder('upper/a.yaml')]: m.yaml(m.configMap('a')),
  },
};

const generated = (text: string) =>
  m.overlay({ configMapGenerator: [{ name: 'ID-made', namespace: m.namespace, literals: [text] }] }, [
    'a.yaml',
  ]);

const scaler = (version: string) => ({
  apiVersion: `autoscaling/${version}`,
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'ID-scaler', namespace: m.namespace },
  spec: { maxReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'none' } },
});

/** Objects are renamed, and moved between folders, Kustomizations and namespaces. */
export const mutations: readonly Mutation[] = [
  {
    name: 'a ConfigMap is renamed',
    base: m.configMaps(['a', 'b']),
    change: { [m.folder('b.yaml')]: m.yaml(m.configMap('c')) },
  },
  {
    name: 'a ConfigMap becomes a Secret of the same name',
    base: m.configMaps(['a', 'b']),
    change: {
      [m.folder('b.yaml')]: m.yaml({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'ID-b', namespace: m.namespace },
      }),
    },
  },
  {
    name: 'a file is renamed',
    base: m.configMaps(['a', 'b']),
    change: { [m.folder('b.yaml')]: null, [m.folder('c.yaml')]: m.yaml(m.configMap('b')) },
  },
  {
    name: 'only the version of an API changes',
    base: { ...m.configMaps(['a']), [m.folder('scaler.yaml')]: m.yaml(scaler('v1')) },
    change: { [m.folder('scaler.yaml')]: m.yaml(scaler('v2')) },
  },
  { name: 'namePrefix is set', base: m.overlaid(), change: m.overlay({ namePrefix: 'ID-new-' }) },
  {
    name: 'nameSuffix is set in the Kustomization',
    base: m.configMaps(['a']),
    change: { [m.root()]: m.yaml(m.kustomization({ nameSuffix: '-new' })) },
  },
  {
    name: 'namePrefix changes in the Kustomization',
    base: m.configMaps(['a'], { namePrefix: 'ID-one-' }),
    change: { [m.root()]: m.yaml(m.kustomization({ namePrefix: 'ID-two-' })) },
  },
  {
    name: 'a generated ConfigMap gets another hash',
    base: { ...m.configMaps(['a']), ...generated('one=1') },
    change: generated('one=2'),
  },
  {
    name: 'a generator is removed',
    base: { ...m.configMaps(['a']), ...generated('one=1') },
    change: { [m.folder('kustomization.yaml')]: m.kustomize(['a.yaml']) },
  },
  {
    name: 'a ConfigMap moves to a Kustomization that waits for the old one',
    ...moving({}, { dependsOn: [{ name: 'ID' }] }),
  },
  {
    name: 'a ConfigMap moves to a Kustomization for which the old one waits',
    ...moving({ dependsOn: [{ name: 'ID-other' }] }, {}),
  },
  { name: 'a ConfigMap moves to a Kustomization in no order', ...moving({}, {}), isNotKnown: true },
  {
    name: 'a Kustomization is renamed',
    base: m.configMaps(['a', 'b']),
    change: { [m.root()]: m.yaml(m.kustomization({}, 'ID-new')) },
    isNotKnown: true,
  },
  {
    name: 'what a lower Kustomization applied becomes the upper one’s',
    ...takenUp,
  },
  {
    name: 'what a lower Kustomization applied becomes the upper one’s, and the lower one’s folder stays',
    ...takenUp,
    base: { ...takenUp.base, [m.folder('lower/b.yaml')]: m.yaml(m.configMap('b')) },
    isNotKnown: true,
  },
  {
    name: 'a Kustomization moves below one that is suspended',
    base: {
      [m.root()]: m.yaml(upper('ID-stopped'), m.kustomization()),
      'gitops/guard/ID-stopped/c.yaml': m.yaml(m.configMap('c')),
      [m.folder('a.yaml')]: m.yaml(m.configMap('a')),
    },
    prepared: { [m.root()]: m.yaml(upper('ID-stopped', { suspend: true }), m.kustomization()) },
    change: {
      [m.root()]: m.yaml(upper('ID-stopped', { suspend: true })),
      'gitops/guard/ID-stopped/lower.yaml': m.yaml(m.kustomization()),
    },
  },
  {
    name: 'a Kustomization of a suspended one gets prune from another one, and a ConfigMap is removed',
    base: {
      ...m.configMaps(['a', 'b']),
      [m.root()]: m.yaml(upper('ID-stopped')),
      'gitops/guard/ID-stopped/lower.yaml': m.yaml(m.kustomization({ prune: false })),
    },
    prepared: { [m.root()]: m.yaml(upper('ID-stopped', { suspend: true })) },
    change: {
      [m.root()]: m.yaml(upper('ID-stopped', { suspend: true }), upper('ID-running')),
      'gitops/guard/ID-running/middle.yaml': m.yaml(upper('ID-middle')),
      'gitops/guard/ID-middle/lower.yaml': m.yaml(m.kustomization()),
      [m.folder('b.yaml')]: null,
    },
    isNotKnown: true,
  },
  {
    name: 'namespace changes in kustomization.yaml',
    base: m.overlaid({ namespace: m.namespace }),
    change: m.overlay({ namespace: 'applications' }),
  },
  {
    name: 'targetNamespace changes',
    base: m.configMaps(['a'], { targetNamespace: m.namespace }),
    change: { [m.root()]: m.yaml(m.kustomization({ targetNamespace: 'applications' })) },
  },
  {
    name: 'the namespace of a ConfigMap changes',
    base: m.configMaps(['a', 'b']),
    change: { [m.folder('b.yaml')]: m.yaml(m.inNamespace('b', 'applications')) },
  },
];
