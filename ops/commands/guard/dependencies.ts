import { describeReference } from '../../cluster/object-reference';
import type { ReconciledObject } from './reconciled';

type Objects = ReadonlyMap<string, Pick<ReconciledObject, 'reference' | 'dependsOn'>>;

/** The root Kustomization, which the operator makes. */
const root = describeReference({ kind: 'Kustomization', namespace: 'flux-system', name: 'flux-system' });

/**
 * What is wrong with `dependsOn` of Kustomizations and HelmReleases, in one sentence each. Flux reports neither: a cycle keeps it
 * from taking in commits, and what depends on something that isn't there waits for it without end.
 */
export function dependencyFaults(objects: Objects): readonly string[] {
  return [...missingIn(objects), ...cyclesIn(objects)];
}

function missingIn(objects: Objects): readonly string[] {
  return [...objects].flatMap(([name, { dependsOn }]) =>
    dependsOn
      .filter((needed) => !objects.has(needed) && needed !== root)
      .map(
        (needed) =>
          `${name} depends on ${needed}, which is not in Git where Flux was followed. Add it there, or remove the dependsOn.`,
      ),
  );
}

/** Each cycle once: it is told from its first object on. */
function cyclesIn(objects: Objects): readonly string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (name: string, path: readonly string[]) => {
    const start = path.indexOf(name);
    if (start >= 0) {
      const cycle = [...path.slice(start), name].join(' -> ');
      found.push(`A dependency cycle: ${cycle}. Remove one of the dependsOn.`);
    }
    if (start >= 0 || done.has(name)) return;
    for (const needed of objects.get(name)?.dependsOn ?? []) visit(needed, [...path, name]);
    done.add(name);
  };
  for (const name of objects.keys()) visit(name, []);
  return found;
}
