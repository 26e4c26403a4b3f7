import type { Build, LiveState } from './build';
import type { Renderings } from './rendering';
import { groups, type Key, type Manifest, type ObjectId } from './manifest';
import { idOf, inventoryIds, isA, isHelmRelease, keyOf, keyOfManifest } from './manifest';

/** An object that Helm installed. */
export interface Released {
  readonly id: ObjectId;
  /** As Helm wrote it. @default - not known */
  readonly manifest?: Manifest;
  /** Whether its template leaves the namespace out. @default - not known */
  readonly isUnplaced?: boolean;
}

/** What exists before a change: what the cluster has, and what a revision built where the cluster was not asked. */
export class Before {
  private readonly built = new Map<Key, Manifest>();
  private readonly dependents = new Map<string, ObjectId[]>();

  constructor(
    private readonly from: Build,
    private readonly live: LiveState | undefined,
    /** What releases installed, as far as it was rendered. */
    private readonly rendered: Renderings['before'] = new Map(),
  ) {
    for (const one of rendered.values())
      if ('objects' in one) for (const object of one.objects) this.built.set(keyOfManifest(object), object);
    for (const { applier, objects = [] } of from.values()) {
      for (const object of [applier, ...objects]) this.built.set(keyOfManifest(object), object);
    }
    for (const object of live?.objects.values() ?? []) {
      for (const { uid } of object.metadata.ownerReferences ?? []) {
        this.dependents.set(uid, [...(this.dependents.get(uid) ?? []), idOf(object)]);
      }
    }
  }

  /** Whether the cluster was asked. */
  get isLive(): boolean {
    return this.live !== undefined;
  }

  /** An object; undefined if it does not exist. */
  get(id: ObjectId): Manifest | undefined {
    return this.isReadable(id) ? this.live?.objects.get(keyOf(id)) : this.built.get(keyOf(id));
  }

  /** An object as the revision before the change built it. */
  asBuilt(key: Key): Manifest | undefined {
    return this.built.get(key);
  }

  /** Whether the cluster says if an object exists, and what it is like. */
  isReadable({ group, kind }: Pick<ObjectId, 'group' | 'kind'>): boolean {
    return this.live !== undefined && !this.live.unreadable.has(`${group}/${kind}`);
  }

  /** What a Kustomization, ResourceSet or FluxInstance applied. @returns undefined if that is not known */
  applied(applier: Manifest): readonly ObjectId[] | undefined {
    const id = idOf(applier);
    if (this.isReadable(id)) return inventoryIds(this.get(id) ?? applier) ?? [];
    return this.from.get(keyOf(id))?.objects?.map(idOf);
  }

  /** What Helm would delete with a release. @returns undefined if that is not known */
  released(release: Manifest): readonly Released[] | undefined {
    const read = this.live?.releases.get(keyOfManifest(release));
    if (read !== undefined)
      return read.objects.map((manifest) => {
        const isUnplaced = read.unplaced.has(keyOfManifest(manifest));
        return { id: idOf(manifest), manifest, isUnplaced };
      });
    if (!this.isReadable(idOf(release))) {
      const rendered = this.rendered.get(keyOfManifest(release));
      return rendered !== undefined && 'objects' in rendered
        ? rendered.objects.map((manifest) => ({ id: idOf(manifest), manifest }))
        : undefined;
    }
    const ids = inventoryIds(release);
    if (ids !== undefined) return ids.map((id) => ({ id }));
    return release.status?.storageNamespace === undefined ? [] : undefined;
  }

  /** The objects in a namespace that are known. */
  within(namespace: string): readonly ObjectId[] {
    return this.all().filter((id) => id.namespace === namespace);
  }

  /** The objects of a kind that are known. */
  ofKind(group: string, kind: string): readonly ObjectId[] {
    return this.all().filter((id) => isA(id, group, kind));
  }

  /** What the API server collects once an object is gone. */
  dependentsOf({ metadata: { uid = '' } }: Manifest): readonly ObjectId[] {
    return this.dependents.get(uid) ?? [];
  }

  /** The kinds of Flux's objects that could not be read, as `group/kind`, of those that a test selects. */
  unreadable(test: (group: string, kind: string) => boolean = () => true): readonly string[] {
    return [...(this.live?.unreadable ?? [])].filter((kind) => {
      const [group = '', name = ''] = kind.split('/');
      return test(group, name);
    });
  }

  /** Every Kustomization, HelmRelease and ResourceSet. */
  appliers(): readonly Manifest[] {
    return this.all()
      .filter(({ group }) => group === groups.kustomize || group === groups.helm || group === groups.operator)
      .map((id) => this.get(id))
      .filter((manifest) => manifest !== undefined)
      .filter(
        (manifest) => isHelmRelease(manifest) || ['Kustomization', 'ResourceSet'].includes(manifest.kind),
      );
  }

  /** Every object that is known. */
  all(): readonly ObjectId[] {
    const live = [...(this.live?.objects.values() ?? [])].map(idOf);
    const built = [...this.built.values()].map(idOf).filter((id) => !this.isReadable(id));
    return [...live, ...built];
  }
}
