/** Something that Flux reconciles, with what must be removed before it. Objects are named `Kind/namespace/name`. */
export interface Removable {
  readonly object: string;
  /** What it waits for when it is applied. */
  readonly dependsOn: readonly string[];
  /** What it applied, as far as it is in the list too. */
  readonly owns: readonly string[];
}

/**
 * What may be removed next: dependents before what they depend on, and what was applied before what applied it. What a
 * Kustomization applied counts as depended upon like the Kustomization itself, all the way down. Where a cycle leaves
 * nothing to begin with, everything may go.
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
