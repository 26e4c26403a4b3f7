import type { Manifest } from './manifest';
import { groups, isHelmRelease, isKustomization } from './manifest';

/** The data of a ConfigMap or Secret; absent if there is none, undefined if that is not known. */
export type ConfigData = Readonly<Record<string, string>> | 'absent' | undefined;

/** Finds the ConfigMap or Secret that a Kustomization takes variables from. */
export type FindConfig = (kind: string, namespace: string, name: string) => Promise<ConfigData>;

interface PostBuild {
  readonly substitute?: Readonly<Record<string, string>>;
  readonly substituteFrom?: readonly {
    readonly kind: string;
    readonly name: string;
    readonly optional?: boolean;
  }[];
}

/** A Kustomization with its variables inline, as the `flux` CLI takes them without a cluster. */
export interface Substituted {
  readonly kustomization: Manifest;
  /** The ConfigMaps and Secrets whose values are not known. */
  readonly unknownSources: readonly string[];
  /** The variables that no unknown source can change. */
  readonly known: ReadonlySet<string>;
  /** The ConfigMap or Secret without which Flux does not build the Kustomization. @default - there is none */
  readonly missing?: string;
}

/** Stands for a value that is not known. No name of an object can have it by chance. */
const marker = 'unknown.variable.';

/** Puts the variables of a Kustomization inline: later sources win, and the Kustomization's own values over all of them. */
export async function substitute(kustomization: Manifest, find: FindConfig): Promise<Substituted> {
  const {
    substitute: own = {},
    substituteFrom = [],
    ...postBuild
  } = (kustomization.spec?.postBuild ?? {}) as PostBuild;
  const values = new Map<string, string>();
  const unknownSources: string[] = [];
  for (const { kind, name, optional = false } of substituteFrom) {
    const data = await find(kind, kustomization.metadata.namespace ?? '', name);
    const source = `${kind}/${kustomization.metadata.namespace}/${name}`;
    if (data === 'absent' && !optional)
      return { kustomization, unknownSources, known: new Set(), missing: source };
    if (data === undefined) {
      unknownSources.push(source);
      values.clear();
    } else if (data !== 'absent') {
      for (const [key, value] of Object.entries(data)) values.set(key, value.replaceAll('\n', ''));
    }
  }
  for (const [key, value] of Object.entries(own)) values.set(key, value);
  return {
    kustomization: withValues(kustomization, postBuild, values),
    unknownSources,
    known: new Set(values.keys()),
  };
}

/** A Kustomization without substitution, to see which variables it has. */
export function withoutSubstitution({ spec, ...rest }: Manifest): Manifest {
  return { ...rest, spec: without(spec ?? {}, 'postBuild') };
}

/** The Kustomization with a mark in place of each variable that is not known. */
export function withMarkers({ kustomization, known }: Substituted, built: readonly Manifest[]): Manifest {
  const names = [...JSON.stringify(built).matchAll(/\$\{([_A-Za-z][_A-Za-z0-9]*)/g)].map(([, name]) => name!);
  const { substitute: values = {}, ...postBuild } = (kustomization.spec?.postBuild ?? {}) as PostBuild;
  const marked = names.filter((name) => !known.has(name)).map((name) => [name, markerOf(name)] as const);
  return withValues(kustomization, postBuild, new Map([...Object.entries(values), ...marked]));
}

/** What stands for the value of a variable that is not known. */
export function markerOf(name: string): string {
  return `${marker}${name}`;
}

/** The variables whose unknown values decide what objects there are, and what Flux deletes. */
export function decidingVariables(built: readonly Manifest[]): readonly string[] {
  const text = JSON.stringify(built.map(whatDecides));
  return [...new Set([...text.matchAll(/unknown\.variable\.(\w+)/g)].map(([, name]) => name!))].sort();
}

function whatDecides(object: Manifest): unknown {
  const { apiVersion, kind, metadata, spec = {} } = object;
  const identity = { apiVersion, kind, name: metadata.name, namespace: metadata.namespace };
  const marks = [metadata.labels, metadata.annotations].map((map) =>
    Object.entries(map ?? {}).filter(([key]) => /\.fluxcd\.io\/|controlplane\.io\/|helm\.sh\//.test(key)),
  );
  if (isHelmRelease(object)) {
    return [identity, marks, without(spec, 'values')];
  }
  const decides =
    isKustomization(object) || apiVersion.startsWith(groups.operator) || kind === 'CustomResourceDefinition';
  return [identity, marks, decides ? spec : undefined];
}

function withValues(
  kustomization: Manifest,
  postBuild: object,
  values: ReadonlyMap<string, string>,
): Manifest {
  if (values.size === 0 && Object.keys(postBuild).length === 0) return withoutSubstitution(kustomization);
  return {
    ...kustomization,
    spec: { ...kustomization.spec, postBuild: { ...postBuild, substitute: Object.fromEntries(values) } },
  };
}

function without(mapping: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(mapping).filter(([name]) => name !== key));
}
