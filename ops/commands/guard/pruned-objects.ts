import type { ReconciledObject } from './reconciled';
import type { Subject } from './subjects';

/** What disappears between two revisions and belongs to a Kustomization that prunes. */
export function prunedObjects(
  before: ReadonlyMap<string, ReconciledObject>,
  after: ReadonlyMap<string, ReconciledObject>,
): readonly Subject[] {
  return [...before]
    .filter(([name, { pruned }]) => pruned && !after.has(name))
    .map(([name, { reference, parent }]) => ({
      source: `${name}, which ${parent} applied and prunes, is no longer in Git`,
      deletion: { of: 'object', reference },
    }));
}
