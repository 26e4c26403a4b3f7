import { groupOf } from '../cluster/object-reference';
import type { Build } from '../guard/build';
import { cyclesIn, describe, neededBy, needsIn } from '../guard/dependencies';
import {
  describeId,
  idOf,
  isHelmRelease,
  isKustomization,
  keyOfManifest,
  type Key,
  type Manifest,
} from '../guard/manifest';
import type { Mapping } from '../../lib/validation/mapping';
import { isMapping } from '../../lib/validation/mapping';
import type { BuiltFleet } from './built-fleet';
import type { Checkout } from './checkout';
import { chartOfGroup } from './definition-providers';
import { definedBy } from './definitions';
import type { Finding, StageResult } from './finding';
import { at } from './schema-stage';

/**
 * The order in which Flux applies: no cycle of `dependsOn`, nothing missing, and no object before the definition of its kind. Flux
 * dry-runs a whole Kustomization before it applies any of it.
 */
export async function orderStage(checkout: Checkout): Promise<StageResult> {
  const findings: Finding[] = [];
  for (const fleet of await checkout.built())
    findings.push(...dependencies(checkout, fleet), ...definitionsFirst(checkout, fleet));
  return { findings };
}

function dependencies(checkout: Checkout, { build }: BuiltFleet): readonly Finding[] {
  const needs = needsIn(build);
  const objects = new Map(
    [...build.values()]
      .flatMap(({ applier, objects: applied = [] }) => [applier, ...applied])
      .map((object) => [keyOfManifest(object), object]),
  );
  const missing = [...needs].flatMap(([key, needed]) =>
    needed.flatMap((other, index) =>
      needs.has(other)
        ? []
        : [
            at(
              checkout,
              objects.get(key)!,
              ['spec', 'dependsOn', index],
              `depends on ${describe(other)}, which Flux does not apply here. Add it, or remove the dependsOn.`,
            ),
          ],
    ),
  );
  const cycles = cyclesIn(needs).map((cycle) =>
    at(
      checkout,
      objects.get(cycle[0]!)!,
      ['spec', 'dependsOn'],
      `is in a dependency cycle: ${cycle.map(describe).join(' -> ')}. Remove one of the dependsOn.`,
    ),
  );
  return [...missing, ...cycles];
}

function definitionsFirst(checkout: Checkout, fleet: BuiltFleet): readonly Finding[] {
  const builds: Build = new Map([...fleet.build, ...fleet.dormant]);
  const providers = providersIn(builds);
  const before = new Before(builds);
  return [...builds.values()].flatMap(({ applier, objects = [] }) =>
    objects.flatMap((object): readonly Finding[] => {
      const group = groupOf(object.apiVersion);
      if (isBuiltIn(group)) return [];
      const own = providers.filter(({ groups }) => groups.includes(group));
      const message =
        own.length === 0 ? withoutProvider(object, group) : tooEarly(object, applier, own, before);
      return message === undefined ? [] : [at(checkout, object, ['kind'], message)];
    }),
  );
}

/** Kubernetes' own, and what the Flux Operator installs before anything is reconciled. */
function isBuiltIn(group: string): boolean {
  return (
    !group.includes('.') ||
    group.endsWith('.toolkit.fluxcd.io') ||
    group === 'fluxcd.controlplane.io' ||
    (group.endsWith('.k8s.io') && chartOfGroup[group] === undefined)
  );
}

interface Provider {
  readonly object: Manifest;
  readonly applier: Key;
  readonly groups: readonly string[];
}

function providersIn(builds: Build): readonly Provider[] {
  return [...builds].flatMap(([applier, { objects = [] }]) =>
    objects.flatMap((object): readonly Provider[] => {
      if (object.kind === 'CustomResourceDefinition')
        return [
          { object, applier, groups: definedBy(object as unknown as Mapping).map(({ group }) => group) },
        ];
      if (!isHelmRelease(object)) return [];
      const chart = chartOf(object, builds);
      const groups = Object.keys(chartOfGroup).filter((group) => chartOfGroup[group] === chart);
      return groups.length === 0 ? [] : [{ object, applier, groups }];
    }),
  );
}

/** The name of a release's chart, whatever its source. */
export function chartOf({ spec, metadata }: Manifest, builds: Build): string | undefined {
  const { chart, chartRef } = spec ?? {};
  if (isMapping(chart) && isMapping(chart.spec)) return String(chart.spec.chart).split('/').at(-1);
  if (!isMapping(chartRef)) return undefined;
  const { namespace = metadata.namespace } = chartRef;
  const source = [...builds.values()]
    .flatMap(({ objects = [] }) => objects)
    .find(
      ({ kind, metadata: other }) =>
        kind === chartRef.kind && other.name === chartRef.name && other.namespace === namespace,
    );
  return source === undefined ? undefined : String(source.spec?.url).split('/').at(-1);
}

function withoutProvider({ apiVersion, kind }: Manifest, group: string): string {
  const chart = chartOfGroup[group];
  const remedy = chart === undefined ? 'Add its definition' : `Add a HelmRelease of ${chart}`;
  return `nothing in Git installs the definition of ${kind} in ${apiVersion}. ${remedy}, in a Kustomization before this one.`;
}

function tooEarly(
  { kind }: Manifest,
  applier: Manifest,
  providers: readonly Provider[],
  before: Before,
): string | undefined {
  const key = keyOfManifest(applier);
  if (providers.some((provider) => before.isReadyBefore(provider.applier, key))) return undefined;
  const [{ object, applier: source }] = providers as [Provider];
  const where =
    source === key
      ? `${describe(key)} applies both, and dry-runs all of it first`
      : `${describe(key)} does not depend on ${describe(source)}, or that does not wait (spec.wait)`;
  return `its definition comes with ${describeId(idOf(object))}: ${where}. Apply the ${kind} in a Kustomization that depends on the one that installs the definition.`;
}

/** What is ready before a Kustomization is applied. */
class Before {
  private readonly parents = new Map<Key, Key>();

  constructor(private readonly builds: Build) {
    for (const [key, { objects = [] }] of builds)
      for (const object of objects) if (isKustomization(object)) this.parents.set(keyOfManifest(object), key);
  }

  /** Whether everything that one Kustomization applies is ready before another one is applied. */
  isReadyBefore(first: Key, then: Key): boolean {
    if (first === then) return false;
    return this.needed(then).some((key) => this.covers(key, first, new Set()));
  }

  /** What a Kustomization depends on, directly or through others, with what the ones that create it depend on. */
  private needed(key: Key, seen = new Set<Key>()): readonly Key[] {
    if (seen.has(key)) return [];
    seen.add(key);
    const applier = this.builds.get(key)?.applier;
    const own = applier === undefined ? [] : neededBy(applier);
    const parent = this.parents.get(key);
    return [
      ...own,
      ...own.flatMap((other) => this.needed(other, seen)),
      ...(parent === undefined ? [] : this.needed(parent, seen)),
    ];
  }

  /** Whether a Kustomization that is ready has waited for all that another one applies: itself, or one that it applies. */
  private covers(key: Key, wanted: Key, seen: Set<Key>): boolean {
    const { applier, objects = [] } = this.builds.get(key) ?? {};
    if (applier === undefined || seen.has(key) || !isWaiting(applier)) return false;
    seen.add(key);
    return (
      key === wanted ||
      objects.filter(isKustomization).some((child) => this.covers(keyOfManifest(child), wanted, seen))
    );
  }
}

function isWaiting({ spec }: Manifest): boolean {
  return spec?.wait === true || (Array.isArray(spec?.healthChecks) && spec.healthChecks.length > 0);
}
