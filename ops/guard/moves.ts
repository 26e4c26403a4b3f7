import type { Build } from './build';
import { neededBy } from './dependencies';
import { isKept, isPaused, prunes } from './keeping';
import { hasSameSpec, isKustomization, keyOfManifest, type Key, type Manifest } from './manifest';

/** Whether an object that another applier takes over is deleted by the one that applied it. */
export type MoveOutcome = 'kept' | 'deleted' | 'depends on which is first';

/** Who applies what after a change, and in which order. */
export class Moves {
  private readonly appliersOf = new Map<Key, Key[]>();
  /** Who may apply it for a moment, before its own change reaches it. */
  private readonly transient = new Map<Key, Key[]>();

  constructor(
    private readonly from: Build,
    private readonly to: Build,
    /** What appliers may apply of the new revision for a while. */
    private readonly meanwhile: Build,
  ) {
    for (const [key, { applier, objects = [], transition }] of to) {
      if (!isPaused(applier)) this.note(this.appliersOf, key, objects);
      this.note(this.transient, key, transition?.objects ?? []);
    }
    for (const [key, { objects = [] }] of meanwhile) this.note(this.transient, key, objects);
  }

  private note(appliers: Map<Key, Key[]>, applier: Key, objects: readonly Manifest[]): void {
    for (const object of objects) {
      const key = keyOfManifest(object);
      appliers.set(key, [...(appliers.get(key) ?? []), applier]);
    }
  }

  /**
   * What happens to an object that `applier` no longer applies and another one does. The labels of its owner change with the
   * next apply, and Flux deletes only what has them. @returns undefined if no other one applies it
   *
   * @param deletedBy who deletes the applier itself. @default - the applier stays
   */
  outcome(object: Key, applier: Key, deletedBy?: Key): MoveOutcome | undefined {
    const isOther = (key: Key) => key !== applier;
    const others = (this.appliersOf.get(object) ?? []).filter(isOther);
    if (others.length === 0)
      return this.transient.get(object)?.some(isOther) === true ? 'depends on which is first' : undefined;
    // An apply comes before the deletions of the same run.
    if (deletedBy !== undefined)
      return others.includes(deletedBy) && !this.mayPruneFirst(object, applier)
        ? 'kept'
        : 'depends on which is first';
    if (others.some((other) => this.waitsFor(applier, other))) return 'kept';
    return others.every((other) => this.waitsFor(other, applier)) ? 'deleted' : 'depends on which is first';
  }

  /** Whether an applier may first see the new revision, and prunes the object because of that. */
  private mayPruneFirst(object: Key, applier: Key): boolean {
    const first = this.meanwhile.get(applier);
    if (first === undefined || first.isFailing === true || !prunes(first.applier)) return false;
    return find(first.objects ?? [], object) === undefined;
  }

  /** Whether an applier may first give the object a mark that keeps it. */
  mayKeepFirst(object: Key, applier: Key): boolean {
    return [this.meanwhile.get(applier), this.to.get(applier)?.transition].some((first) => {
      const marked = find(first?.objects ?? [], object);
      return first !== undefined && marked !== undefined && isKept(first.applier, marked);
    });
  }

  /** An applier as it is after the change or until it goes, with what it may apply then. @returns undefined if it applies nothing */
  after(key: Key): { readonly applier: Manifest; readonly objects: readonly Manifest[] } | undefined {
    const [applied, first] = [this.to.get(key), this.meanwhile.get(key)];
    const stays = applied ?? first;
    if (stays === undefined) return undefined;
    const objects = [applied?.objects, applied?.transition?.objects, first?.objects];
    return { applier: stays.applier, objects: objects.flatMap((some) => some ?? []) };
  }

  /**
   * Whether an applier waits for one that is paused or does not exist, or its change for one that waits so, and it may prune
   * nothing for a while.
   */
  isBlocked(key: Key, seen = new Set<Key>()): boolean {
    const applier = this.to.get(key)?.applier;
    if (applier === undefined || seen.has(key)) return applier === undefined;
    seen.add(key);
    const waits = dependenciesOf(applier).some((next) => {
      const needed = this.to.get(next)?.applier;
      return needed === undefined || isPaused(needed) || this.isBlocked(next, seen);
    });
    return waits || (this.changes(key) && this.isChangeBlocked(key, seen));
  }

  private changes(key: Key): boolean {
    return !hasSameSpec(this.from.get(key)?.applier, this.to.get(key)?.applier);
  }

  private isChangeBlocked(key: Key, seen: Set<Key>): boolean {
    const appliers = this.appliersOf.get(key) ?? [];
    return appliers.length > 0 && appliers.every((applier) => this.isBlocked(applier, seen));
  }

  /** Whether one applier has waited for another already before the change, and still does. */
  private waitsFor(one: Key, other: Key): boolean {
    const isNew = !this.from.has(one);
    return reaches(this.to, one, other) && (isNew || reaches(this.from, one, other));
  }
}

function find(objects: readonly Manifest[], key: Key): Manifest | undefined {
  return objects.find((object) => keyOfManifest(object) === key);
}

function reaches(build: Build, from: Key, to: Key, seen = new Set<Key>()): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  const applier = build.get(from)?.applier;
  return (
    applier !== undefined &&
    dependenciesOf(applier).some((next) => next === to || reaches(build, next, to, seen))
  );
}

function dependenciesOf(applier: Manifest): readonly Key[] {
  return isKustomization(applier) ? neededBy(applier) : [];
}
