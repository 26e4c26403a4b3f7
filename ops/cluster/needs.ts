import type { FluxObject } from './flux-cluster';
import { nameOf } from './inventory';
import { describeReference } from './object-reference';
import type { Readiness } from './readiness';

interface Reference {
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
}

/** The fields that name what an object of Flux needs, of whatever kind it is. */
interface Needing {
  readonly sourceRef?: Reference;
  readonly chartRef?: Reference;
  readonly chart?: { readonly spec?: { readonly sourceRef?: Reference } };
  readonly sources?: readonly Reference[];
  readonly dependsOn?: readonly Reference[];
}

/** What an object needs before it can be Ready, as `Kind/namespace/name`: its sources first, then what it depends on. */
export function needsOf({ kind, metadata, spec }: FluxObject): readonly string[] {
  const { sourceRef, chartRef, chart, sources = [], dependsOn = [] } = (spec ?? {}) as Needing;
  const { name, namespace = '' } = metadata;
  const chartSource = kind === 'HelmRelease' ? chart?.spec?.sourceRef : undefined;
  // The helm-controller makes a HelmChart of this name in the namespace of the source.
  const ofRelease: readonly Reference[] = chartSource
    ? [{ kind: 'HelmChart', name: `${namespace}-${name}`, namespace: chartSource.namespace ?? namespace }]
    : [];
  const references = [...[sourceRef, chartRef].filter((one) => one !== undefined), ...ofRelease, ...sources];
  return [...references, ...dependsOn].map((reference) =>
    describeReference({ kind, namespace, ...reference }),
  );
}

/** Sources without a state of their own: nothing reconciles a HelmRepository of an OCI registry. */
export function hasReadiness({ kind, spec }: FluxObject): boolean {
  return !(kind === 'HelmRepository' && (spec as { type?: string } | undefined)?.type === 'oci');
}

/**
 * Says of what is not Ready why: what it needs does not exist or is not Ready either.
 *
 * @param all every object of Flux that was read, also those that nobody waits for
 */
export function withCauses(
  readiness: readonly Readiness[],
  all: readonly FluxObject[],
): readonly Readiness[] {
  const objects = new Map(all.map((object) => [nameOf(object), object]));
  const isUnready = new Map(readiness.map(({ object, ready }) => [object, !ready]));
  const kinds = new Set(all.map(({ kind }) => kind));
  const caused = readiness.map((one) => {
    const needing = objects.get(one.object);
    if (one.ready || needing === undefined) return one;
    const needs = needsOf(needing);
    const missing = needs.find((name) => !objects.has(name) && kinds.has(name.split('/')[0]!));
    if (missing !== undefined && !missing.startsWith('HelmChart/'))
      return { ...one, detail: `${one.detail} (needs ${missing}, which does not exist)` };
    const suspended = needs.find((name) => objects.get(name)?.spec?.suspend === true);
    const waitsFor = needs.find((name) => isUnready.get(name) === true);
    if (waitsFor !== undefined) return { ...one, waitsFor };
    return suspended === undefined
      ? one
      : { ...one, detail: `${one.detail} (needs ${suspended}, which is suspended)` };
  });
  return caused.map((one) => withoutCycle(one, caused));
}

/** In a cycle each waits for another, so it is the cause itself. */
function withoutCycle({ waitsFor, ...one }: Readiness, all: readonly Readiness[]): Readiness {
  const path = [one.object];
  let next = waitsFor;
  while (next !== undefined && !path.includes(next)) {
    path.push(next);
    next = all.find(({ object }) => object === next)?.waitsFor;
  }
  if (waitsFor === undefined || next !== one.object)
    return waitsFor === undefined ? one : { ...one, waitsFor };
  return { ...one, detail: `${one.detail} (each needs the next: ${[...path, next].join(', ')})` };
}
