import type { Before } from './before';
import type { Build } from './build';
import { isPaused } from './keeping';
import { hasBuild, hasSameSpec, keyOfManifest, type Manifest } from './manifest';
import type { TreeBuilder } from './tree-builder';

/**
 * What appliers may apply of the new revision for a while: Flux reconciles each of them as soon as there is a new revision, and
 * so does what deletes or changes them. That is those that the revision no longer reaches, and those that get a change from one
 * that is about to be changed itself.
 */
export async function meanwhileOf(builder: TreeBuilder, before: Before, to: Build): Promise<Build> {
  const leaving = before.appliers().filter((applier) => hasBuild(applier) && !to.has(keyOfManifest(applier)));
  const changing = [...to.values()].flatMap(({ transition }) => transition?.objects ?? []).filter(hasBuild);
  const roots = [...leaving, ...changing].filter(
    (applier) => !isPaused(applier) && !isAsItWillBe(applier, to),
  );
  if (roots.length === 0) return new Map();
  return new Map([...(await builder.build(roots))].filter(([, { applier }]) => !isAsItWillBe(applier, to)));
}

function isAsItWillBe(applier: Manifest, to: Build): boolean {
  return hasSameSpec(to.get(keyOfManifest(applier))?.applier, applier);
}
