import type { Before } from './before';
import { isImplied } from './implied';
import { targetOf } from './helm-changes';
import {
  deletesWhatItApplied,
  isKept,
  isKeptByHelm,
  keepsOnUpgrade,
  isOfRelease,
  isOwnedBy,
  isPaused,
} from './keeping';
import { describeId, groups, hasBuild, idOf, isA, isHelmRelease } from './manifest';
import { keyOf, keyOfManifest, type Key, type Manifest, type ObjectId } from './manifest';
import type { Moves } from './moves';
import type { Rendering } from './rendering';

/** How sure a deletion is. */
export type Certainty = 'certain' | 'possible';

/** Why an object is deleted, and what decides about what goes with it. */
interface Cause {
  readonly because: string;
  readonly certainty: Certainty;
  /** The applier whose pruning deletes it. */
  readonly by?: Key;
  /** Whether nobody is left who would follow: Flux itself is gone. @default false */
  readonly isEnd?: boolean;
}

/** What is deleted, and what goes with each deletion, all the way down. */
export class Deletions {
  readonly certain = new Map<Key, string>();
  readonly possible = new Map<Key, string>();
  readonly unknown = new Set<string>();
  private readonly visited = new Map<Key, Certainty>();
  /** HelmReleases that Helm may no longer find when their turn comes, because their namespace goes too. */
  readonly racing = new Set<Key>();

  constructor(
    private readonly before: Before,
    private readonly moves: Moves,
    private readonly doubtful: ReadonlySet<Key>,
  ) {}

  /** What an applier does with an object that it no longer applies. */
  prune(applier: Manifest, id: ObjectId, certainty: Certainty, deletedBy?: Key): void {
    const object = this.before.get(id);
    if (object === undefined || isKept(applier, object)) return;
    if (this.before.isReadable(id) && !isOwnedBy(applier, object)) return;
    const owner = keyOfManifest(applier);
    const move = this.moves.outcome(keyOf(id), owner, deletedBy);
    if (move === 'kept') return;
    const name = describeId(idOf(applier));
    const because =
      move === undefined
        ? deletedBy === undefined
          ? `${name} prunes it`
          : `${name} goes, and deletes it`
        : `${name} deletes it, and another object applies it again`;
    this.delete(id, {
      because: move === 'depends on which is first' ? `${because}, unless that comes first` : because,
      certainty:
        move === 'depends on which is first' || this.moves.mayKeepFirst(keyOf(id), owner)
          ? 'possible'
          : certainty,
      by: owner,
    });
  }

  delete(id: ObjectId, cause: Cause): void {
    const object = this.before.get(id);
    if (object === undefined || !this.isNews(id, cause)) return;
    if (!isImplied(object)) this.record(keyOf(id), cause);
    this.follow(object, cause);
  }

  private isNews(id: ObjectId, { certainty }: Cause): boolean {
    const visited = this.visited.get(keyOf(id));
    if (visited === 'certain' || visited === certainty) return false;
    this.visited.set(keyOf(id), certainty);
    return true;
  }

  /**
   * Uninstalls a release of Helm.
   *
   * @param namespace where the release is to be next: Helm already looks there for what templates leave without a namespace
   */
  uninstall(release: Manifest, certainty: Certainty, because: string, namespace?: string): void {
    const released = this.before.released(release);
    const name = describeId(idOf(release));
    if (released === undefined) {
      this.unknown.add(`what Helm installed for ${name}, which goes: the cluster was not asked`);
      return;
    }
    for (const { id: installed, manifest, isUnplaced } of released) {
      const id = namespace !== undefined && isUnplaced === true ? { ...installed, namespace } : installed;
      const object = this.before.get(id);
      if (object === undefined || isKeptByHelm(manifest ?? object)) continue;
      if (manifest === undefined && isOutsideOfRelease(id, object)) continue;
      const isSure = namespace === undefined || isUnplaced !== undefined;
      this.delete(id, { because, certainty: isSure ? certainty : 'possible' });
    }
  }

  /** Upgrades a release: Helm deletes what the chart no longer has. */
  upgrade(release: Manifest, rendering: Rendering): void {
    const name = describeId(idOf(release));
    const released = this.before.released(release);
    // Nothing is installed yet.
    if (released?.length === 0) return;
    const unknown = 'unknown' in rendering ? rendering.unknown : undefined;
    if (released === undefined || 'unknown' in rendering) {
      this.unknown.add(
        `what ${name} would no longer install: ${unknown ?? 'what it installed is not known'}`,
      );
      return;
    }
    const { namespace } = targetOf(release);
    // Templates may leave the namespace out, also of objects that have none.
    const keyIn = (id: ObjectId) => keyOf({ ...id, namespace: id.namespace || namespace });
    const stays = new Set(rendering.objects.map((object) => keyIn(idOf(object))));
    for (const { id, manifest } of released) {
      const object = this.before.get(id);
      if (object === undefined || stays.has(keyIn(id)) || keepsOnUpgrade(object)) continue;
      if (manifest === undefined && isOutsideOfRelease(id, object)) continue;
      const because = `${name} no longer installs it`;
      this.delete(
        id,
        rendering.doubt === undefined
          ? { because, certainty: 'certain' }
          : { because: `${because}, as far as is known: ${rendering.doubt}`, certainty: 'possible' },
      );
    }
  }

  private record(key: Key, { because, certainty }: Cause): void {
    if (certainty === 'certain') {
      this.possible.delete(key);
      this.certain.set(key, because);
    } else {
      this.possible.set(key, because);
    }
  }

  private follow(object: Manifest, cause: Cause): void {
    const id = idOf(object);
    for (const dependent of this.before.dependentsOf(object))
      this.delete(dependent, { ...cause, by: undefined });
    if (isA(id, '', 'Namespace')) this.followNamespace(id, cause);
    if (isA(id, 'apiextensions.k8s.io', 'CustomResourceDefinition')) this.followDefinition(object, cause);
    if (cause.isEnd === true) return;
    if (hasBuild(object)) this.followApplier(object, cause);
    if (isHelmRelease(object) && !isPaused(object)) this.followRelease(object, cause);
    if (isA(id, groups.operator, 'FluxInstance')) this.followFlux(object);
  }

  private followApplier(applier: Manifest, { certainty, by }: Cause): void {
    this.followTakenOver(applier);
    if (!deletesWhatItApplied(applier)) return;
    const name = describeId(idOf(applier));
    if (applier.spec?.kubeConfig !== undefined) {
      this.unknown.add(`what ${name}, which goes, applied to the cluster of its kubeConfig`);
      return;
    }
    const applied = this.before.applied(applier);
    if (applied === undefined) this.unknown.add(`what ${name}, which goes, applied`);
    for (const id of applied ?? []) this.prune(applier, id, certainty, by ?? '');
  }

  /** An applier that goes and comes again may have applied, before it goes, what the change gives it. */
  private followTakenOver(applier: Manifest): void {
    const after = this.moves.after(keyOfManifest(applier));
    if (after === undefined || !(deletesWhatItApplied(applier) || deletesWhatItApplied(after.applier)))
      return;
    const because = `${describeId(idOf(applier))} may apply it, go, and delete it`;
    for (const object of after.objects) {
      if (isKept(applier, object)) continue;
      const cause: Cause = { because, certainty: 'possible' };
      const id = idOf(object);
      // It may not exist yet, and have something in it all the same.
      if (this.before.get(id) !== undefined) this.delete(id, cause);
      else if (this.isNews(id, cause)) this.follow(object, cause);
    }
  }

  private followRelease(release: Manifest, { certainty }: Cause): void {
    const key = keyOfManifest(release);
    this.racing.add(key);
    const because = `HelmRelease ${release.metadata.namespace}/${release.metadata.name} goes, and uninstalls it`;
    this.uninstall(release, this.doubtful.has(key) ? 'possible' : certainty, because);
  }

  private followNamespace({ name }: ObjectId, { certainty, isEnd }: Cause): void {
    for (const id of this.before.within(name)) {
      this.delete(id, { because: `it is in Namespace/${name}, which goes`, certainty, isEnd });
    }
    const unreadable = this.before.unreadable();
    if (!this.before.isLive)
      this.unknown.add(`what else is in Namespace/${name}, which goes: the cluster was not asked`);
    else if (unreadable.length > 0)
      this.unknown.add(
        `what is in Namespace/${name}, which goes, of the kinds ${unreadable.map(kindOf).join(', ')}`,
      );
  }

  private followDefinition({ metadata, spec }: Manifest, { certainty, isEnd }: Cause): void {
    const { group, names } = (spec ?? {}) as { group?: string; names?: { kind?: string } };
    if (group === undefined || names?.kind === undefined) {
      this.unknown.add(`the objects of CustomResourceDefinition/${metadata.name}, which goes`);
      return;
    }
    for (const id of this.before.ofKind(group, names.kind)) {
      this.delete(id, { because: `its CustomResourceDefinition/${metadata.name} goes`, certainty, isEnd });
    }
    if (!this.before.isReadable({ group, kind: names.kind }))
      this.unknown.add(
        `other objects of CustomResourceDefinition/${metadata.name}, which goes: they could not be read`,
      );
  }

  /** The operator stops the controllers, frees every object of Flux and deletes their definitions: nobody prunes any more. */
  private followFlux(instance: Manifest): void {
    const because = 'the FluxInstance goes, and Flux with it';
    const applied = this.before.applied(instance) ?? [];
    if (!this.before.isLive) this.unknown.add('what Flux itself consists of: the cluster was not asked');
    for (const id of applied) {
      const object = this.before.get(id);
      if (object === undefined || isKept(instance, object) || !isOwnedBy(instance, object)) continue;
      this.delete(id, { because, certainty: 'certain', isEnd: true });
    }
    if (this.before.isLive) return;
    for (const applier of this.before.appliers())
      this.delete(idOf(applier), { because, certainty: 'certain', isEnd: true });
  }
}

/** An inventory also has what comes from the folder `crds/` of a chart, which Helm never deletes. */
function isOutsideOfRelease({ kind }: ObjectId, object: Manifest): boolean {
  return kind === 'CustomResourceDefinition' && !isOfRelease(object);
}

function kindOf(groupAndKind: string): string {
  return groupAndKind.split('/')[1] ?? groupAndKind;
}
