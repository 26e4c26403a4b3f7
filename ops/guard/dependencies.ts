import type { Build } from './build';
import { describeId, idOf, idOfKey, isHelmRelease, isKustomization, keyOf, keyOfManifest } from './manifest';
import type { Key, Manifest } from './manifest';

/** What speaks against `dependsOn` of Kustomizations and HelmReleases. */
export interface DependencyFaults {
  /** Why it is refused, whatever is confirmed. */
  readonly refusals: readonly string[];
  readonly unknowns: readonly string[];
}

type Needs = ReadonlyMap<Key, readonly Key[]>;

/**
 * Flux reports neither: a cycle keeps it from taking in commits, and what depends on something that isn't there waits for it
 * without end.
 */
export function dependencyFaults(build: Build): DependencyFaults {
  const needs = needsIn(build);
  const missing = [...needs].flatMap(([name, needed]) =>
    needed.filter((other) => !needs.has(other)).map((other) => [name, other].map(describe)),
  );
  const [unseen] = [...build.values()].filter(({ unknown }) => unknown !== undefined);
  const cycles = cyclesIn(needs).map(
    (cycle) =>
      `Refused: a dependency cycle: ${cycle.map(describe).join(' -> ')}. Remove one of the dependsOn.`,
  );
  if (unseen === undefined)
    return { refusals: [...missing.map(([name, other]) => refusal(name!, other!)), ...cycles], unknowns: [] };
  const { applier, unknown } = unseen;
  const reason = `${describeId(idOf(applier))} may apply it, and ${unknown}`;
  return {
    refusals: cycles,
    unknowns: missing.map(
      ([name, other]) => `whether ${other} will exist, on which ${name} depends: ${reason}`,
    ),
  };
}

function refusal(name: string, other: string): string {
  return `Refused: ${name} depends on ${other}, which is not in Git. Add it there, or remove the dependsOn.`;
}

/** What each Kustomization and HelmRelease depends on. */
export function needsIn(build: Build): Needs {
  const objects = [...build.values()].flatMap(({ applier, objects = [] }) => [applier, ...objects]);
  const dependents = objects.filter((object) => isKustomization(object) || isHelmRelease(object));
  return new Map(dependents.map((object) => [keyOfManifest(object), neededBy(object)]));
}

/** What an object depends on, in the order of its `dependsOn`. */
export function neededBy(object: Manifest): readonly Key[] {
  const { dependsOn = [] } = (object.spec ?? {}) as {
    readonly dependsOn?: readonly { readonly name: string; readonly namespace?: string }[];
  };
  const { group, kind, namespace: own } = idOf(object);
  return dependsOn.map(({ name, namespace = own }) => keyOf({ group, kind, namespace, name }));
}

/** Each cycle once: from its first object on, and back to it. */
export function cyclesIn(needs: Needs): readonly (readonly Key[])[] {
  const done = new Set<Key>();
  const found: Key[][] = [];
  const visit = (key: Key, path: readonly Key[]) => {
    const start = path.indexOf(key);
    if (start >= 0) found.push([...path.slice(start), key]);
    if (start >= 0 || done.has(key)) return;
    for (const needed of needs.get(key) ?? []) visit(needed, [...path, key]);
    done.add(key);
  };
  for (const key of needs.keys()) visit(key, []);
  return found;
}

/** `Kind/namespace/name`. */
export function describe(key: Key): string {
  return describeId(idOfKey(key));
}
