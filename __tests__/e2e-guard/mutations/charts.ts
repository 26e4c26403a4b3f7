import * as m from '../support/manifests';
import type { Mutation } from '../support/manifests';

const optional = `{{- if ne (default "on" .Values.two) "off" }}\n${m.template('{{ .Release.Name }}-two')}{{- end }}\n`;

const withTwo = (spec: object = {}, two = m.template('{{ .Release.Name }}-two')): m.Files => ({
  [m.root()]: m.yaml(m.kustomization()),
  [m.folder('release.yaml')]: m.yaml(m.helmRelease(spec)),
  ...m.chart({ 'two.yaml': two }),
});

const withoutTwo = { 'gitops/charts/ID/templates/two.yaml': null };

const chartFile = (name: string, version: string) => m.yaml({ apiVersion: 'v2', name, version });

/** Packed again only when the version in the chart changes, as Flux does by default. */
const byVersion = {
  chart: {
    spec: {
      chart: './gitops/charts/ID',
      sourceRef: { kind: 'GitRepository', name: 'flux-system', namespace: 'flux-system' },
    },
  },
};

const values = (two: string) =>
  m.yaml({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'ID-values',
      namespace: m.namespace,
      labels: { 'reconcile.fluxcd.io/watch': 'Enabled' },
    },
    data: { 'values.yaml': `two: "${two}"\n` },
  });

/** Contents of charts, values and post-renderers change. */
export const mutations: readonly Mutation[] = [
  {
    name: 'a template is removed from a chart whose version stays',
    base: withTwo(byVersion),
    change: withoutTwo,
    isNotKnown: true,
  },
  {
    name: 'a template is removed from a chart, and its version changes',
    base: withTwo(byVersion),
    change: { ...withoutTwo, 'gitops/charts/ID/Chart.yaml': chartFile('ID', '1.1.0') },
  },
  {
    name: 'the name in a chart changes',
    base: withTwo(),
    change: { 'gitops/charts/ID/Chart.yaml': chartFile('ID-other', '1.0.0') },
  },
  {
    name: 'the name in a chart changes, with chartNameChangeStrategy: InPlace',
    base: withTwo({ upgrade: { chartNameChangeStrategy: 'InPlace' } }),
    change: { 'gitops/charts/ID/Chart.yaml': chartFile('ID-other', '1.0.0') },
  },
  {
    name: 'a template is removed, after someone annotated its object with keep by hand',
    base: withTwo(),
    byHand: [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: 'ID-release-two',
          namespace: m.namespace,
          annotations: { 'helm.sh/resource-policy': 'keep' },
        },
      },
    ],
    change: withoutTwo,
  },
  {
    name: 'a template renames its object',
    base: withTwo(),
    change: { 'gitops/charts/ID/templates/two.yaml': m.template('{{ .Release.Name }}-three') },
  },
  {
    name: 'only the data of a template changes',
    base: withTwo(),
    change: { 'gitops/charts/ID/templates/two.yaml': m.template('{{ .Release.Name }}-two', 'a: b') },
  },
  {
    name: 'a post-renderer deletes an object',
    base: withTwo(),
    change: {
      [m.folder('release.yaml')]: m.yaml(
        m.helmRelease({
          postRenderers: [
            {
              kustomize: {
                patches: [
                  {
                    target: { kind: 'ConfigMap', name: 'ID-release-two' },
                    patch:
                      '$patch: delete\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: ID-release-two}\n',
                  },
                ],
              },
            },
          ],
        }),
      ),
    },
  },
  {
    name: 'a value in a ConfigMap turns an object off',
    base: {
      ...withTwo({ valuesFrom: [{ kind: 'ConfigMap', name: 'ID-values' }] }, optional),
      [m.folder('values.yaml')]: values('on'),
    },
    change: { [m.folder('values.yaml')]: values('off') },
  },
  {
    name: 'the default of a chart turns an object off',
    base: withTwo({}, optional),
    change: { 'gitops/charts/ID/values.yaml': 'two: "off"\n' },
  },
  {
    name: 'a chart fails to render',
    base: withTwo(),
    change: { 'gitops/charts/ID/templates/two.yaml': '{{ fail "no" }}\n' },
    isNotKnown: true,
  },
];
