/** Something that Flux reconciles, and what must be removed before it. Objects are named `Kind/namespace/name`. */
export interface Removable {
  readonly object: string;
  /** What it depends on. */
  readonly dependsOn: readonly string[];
  /** What it applied, if that is in the list too. */
  readonly owns: readonly string[];
}

/**
 * What may be removed next: dependents before their dependencies, and applied objects before what applied them. A dependency
 * on a Kustomization is also one on everything it applied, all the way down. If a cycle leaves nothing to start with,
 * everything may be removed.
 */
export function removableNow<T extends Removable>(all: readonly T[]): readonly T[] {
  const known = new Map(all.map((removable) => [removable.object, removable]));
  const blocked = new Set<string>();
  for (const removable of all) {
    if (descendants(removable, known).size > 0) blocked.add(removable.object);
    for (const name of removable.dependsOn) {
      const needed = known.get(name);
      if (needed === undefined) continue;
      const below = descendants(needed, known);
      if (below.has(removable.object)) continue;
      for (const object of [name, ...below]) blocked.add(object);
    }
  }
  const free = all.filter(({ object }) => !blocked.has(object));
  return free.length > 0 ? free : all;
}

function descendants(removable: Removable, known: ReadonlyMap<string, Removable>): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = ({ owns }: Removable) => {
    for (const name of owns) {
      const child = known.get(name);
      if (child === undefined || child === removable || found.has(name)) continue;
      found.add(name);
      visit(child);
    }
  };
  visit(removable);
  return found;
}
