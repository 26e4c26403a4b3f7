import { stringify } from 'yaml';

/** Files by path; null removes one. */
export type Files = Readonly<Record<string, string | null>>;

/** One change of a repository, in Kustomizations of its own. `ID` in paths and contents stands for its short name. */
export interface Mutation {
  readonly name: string;
  /** The repository at first. */
  readonly base: Files;
  /** What a commit before the mutation changes, once the first one is applied. @default nothing */
  readonly prepared?: Files;
  /** Objects that someone creates by hand before the mutation. @default none */
  readonly byHand?: readonly object[];
  /** The mutation. */
  readonly change: Files;
  /** Whether the forecast can only say what is not known. @default false */
  readonly isNotKnown?: boolean;
}

/** The namespace of everything that needs none of its own. */
export const namespace = 'guard';

const document = (...objects: readonly object[]) => objects.map((object) => stringify(object)).join('---\n');

/** Where the Flux objects of a mutation are, beside the root's. */
export const root = (file = 'ID') => `gitops/clusters/sandbox/guard/${file}.yaml`;

/** Where its manifests are. */
export const folder = (path: string) => `gitops/guard/ID/${path}`;

export const yaml = document;

export function configMap(
  name: string,
  more: object = {},
  annotations: Readonly<Record<string, string>> = {},
): object {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `ID-${name}`, namespace, annotations },
    data: { a: 'b' },
    ...more,
  };
}

export function inNamespace(name: string, where: string): object {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `ID-${name}`, namespace: where },
    data: { a: 'b' },
  };
}

export function newNamespace(name = 'ID'): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

/** A Kustomization of Flux; its folder is `gitops/guard/ID` unless told. */
export function kustomization(
  spec: object = {},
  name = 'ID',
  annotations: Readonly<Record<string, string>> = {},
): object {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: 'flux-system', annotations },
    spec: {
      interval: '10m',
      retryInterval: '5s',
      timeout: '1m',
      path: './gitops/guard/ID',
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'flux-system' },
      ...spec,
    },
  };
}

/** A kustomization.yaml. */
export function kustomize(resources: readonly string[], more: object = {}): string {
  return stringify({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources,
    ...more,
  });
}

/** A HelmRelease of a chart in the repository. */
export function helmRelease(spec: object = {}, metadata: object = {}, chart = './gitops/charts/ID'): object {
  return {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'ID-release', namespace, ...metadata },
    spec: {
      interval: '10m',
      chart: {
        spec: {
          chart,
          reconcileStrategy: 'Revision',
          sourceRef: { kind: 'GitRepository', name: 'flux-system', namespace: 'flux-system' },
        },
      },
      ...spec,
    },
  };
}

/** A chart of one ConfigMap, and more templates. */
export function chart(templates: Readonly<Record<string, string>> = {}, name = 'ID', path = 'ID'): Files {
  const own = { 'one.yaml': template('{{ .Release.Name }}-one') };
  return {
    [`gitops/charts/${path}/Chart.yaml`]: stringify({ apiVersion: 'v2', name, version: '1.0.0' }),
    ...Object.fromEntries(
      Object.entries({ ...own, ...templates }).map(([file, text]) => [
        `gitops/charts/${path}/templates/${file}`,
        text,
      ]),
    ),
  };
}

/** A ConfigMap of a chart. */
export function template(name: string, annotations = ''): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  annotations: {${annotations}}\ndata: {a: b}\n`;
}

export function resourceSet(
  resources: readonly object[],
  annotations: Readonly<Record<string, string>> = {},
): object {
  return {
    apiVersion: 'fluxcd.controlplane.io/v1',
    kind: 'ResourceSet',
    metadata: { name: 'ID-set', namespace, annotations },
    spec: { resources },
  };
}

/** A definition of a kind, and an object of it. */
export function definition(): object {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'IDs.guard.example.com' },
    spec: {
      group: 'guard.example.com',
      names: { kind: 'KID', plural: 'IDs', singular: 'ID', listKind: 'KIDList' },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
}

export function custom(name: string): object {
  return { apiVersion: 'guard.example.com/v1', kind: 'KID', metadata: { name: `ID-${name}`, namespace } };
}

/** A Kustomization of the folder with some ConfigMaps, one file each, and what else is in it. */
export function configMaps(names: readonly string[], spec: object = {}): Files {
  return {
    [root()]: yaml(kustomization(spec)),
    ...Object.fromEntries(names.map((name) => [folder(`${name}.yaml`), yaml(configMap(name))])),
  };
}

/** A kustomization.yaml in the mutation's folder. */
export function overlay(more: object, resources: readonly string[] = ['a.yaml', 'b.yaml']): Files {
  return { [folder('kustomization.yaml')]: kustomize(resources, more) };
}

/** Two ConfigMaps with a kustomization.yaml. */
export function overlaid(more: object = {}): Files {
  return { ...configMaps(['a', 'b']), ...overlay(more) };
}
