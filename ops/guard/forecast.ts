import { Before } from './before';
import type { Applied, Build, LiveState } from './build';
import { type Certainty, Deletions } from './deletions';
import { helmChange } from './helm-changes';
import { isLeftAsItIs, isPaused, prunes } from './keeping';
import { describeId, idOf, idOfKey, isHelmRelease, isKustomization, keyOf, keyOfManifest } from './manifest';
import type { Key, Manifest, ObjectId } from './manifest';
import { Moves } from './moves';

/** A change, and the cluster that it would reach. */
export interface ForecastProps {
  readonly from: Build;
  readonly to: Build;
  /** @default - the cluster was not asked */
  readonly live?: LiveState;
  /** What something else than Flux deletes, for example Terraform, with the reason. @default none */
  readonly deleted?: readonly {
    readonly id: ObjectId;
    readonly because: string;
    /** Whether nobody is left who would prune: Flux goes too. @default false */
    readonly isEnd?: boolean;
    /** Whether it is a loss itself, and not what was asked for. @default false */
    readonly isListed?: boolean;
  }[];
  /** Whether the cluster has applied the revision `from`. @default true */
  readonly hasApplied?: boolean;
}

/** An object that is deleted, and why. */
export interface Loss {
  readonly id: ObjectId;
  readonly because: string;
}

/** What a change deletes. */
export interface Forecast {
  /** What will be deleted. */
  readonly losses: readonly Loss[];
  /** What may be deleted: it depends on what is not known beforehand. */
  readonly doubts: readonly Loss[];
  /** What is not known, each as the end of the sentence "Not known: …". */
  readonly unknowns: readonly string[];
  /** Kustomizations that go on although `to` no longer has them: what they build from it is to be added to `to`. */
  readonly survivors: readonly Manifest[];
}

/** What a change in Git, and what else is deleted with it, makes Flux and the API server delete. */
export function forecast(props: ForecastProps): Forecast {
  const doubtful = new Set<Key>();
  for (;;) {
    const deletions = deletionsOf(props, doubtful);
    const more = [...deletions.racing].filter((key) => !doubtful.has(key) && losesItsStorage(key, deletions));
    if (more.length === 0) return result(props, deletions);
    for (const key of more) doubtful.add(key);
  }
}

function deletionsOf(
  { from, to, live, deleted = [], hasApplied = true }: ForecastProps,
  doubtful: ReadonlySet<Key>,
) {
  const before = new Before(from, live);
  const moves = new Moves(from, to);
  const deletions = new Deletions(before, moves, doubtful);
  for (const { id, because, isEnd } of deleted)
    deletions.delete(id, { because, certainty: 'certain', isEnd });
  for (const [key, applied] of to) {
    const was = before.get(idOf(applied.applier));
    if (was === undefined) continue;
    pruneWhatIsGone(before, deletions, from.get(key), applied, moves.isBlocked(key) ? 'possible' : 'certain');
    if (!hasApplied) nameWhatIsLate(before, deletions, from.get(key), applied);
    if (isPaused(applied.applier)) continue;
    for (const release of applied.objects?.filter(isHelmRelease) ?? [])
      changeRelease(before, deletions, release, from, to);
  }
  return deletions;
}

function pruneWhatIsGone(
  before: Before,
  deletions: Deletions,
  was: Applied | undefined,
  now: Applied,
  certainty: Certainty,
): void {
  const { applier, objects, unknown, fingerprint, transition } = now;
  const name = describeId(idOf(applier));
  const previous = before.applied(applier);
  const isSame = was !== undefined && fingerprint !== undefined && fingerprint === was.fingerprint;
  if (prunes(applier) && !isSame) {
    if (unknown !== undefined) deletions.unknown.add(`what ${name} would no longer apply: ${unknown}`);
    else if (previous === undefined)
      deletions.unknown.add(`what ${name} applied before: ${was?.unknown ?? 'it is not in Git'}`);
    if (now.mayLoseAll === true) for (const id of previous ?? []) deletions.prune(applier, id, 'possible');
    if (objects !== undefined) {
      const stays = staying(objects);
      for (const id of previous ?? [])
        if (!stays(id)) deletions.prune(applier, id, mayForget(id, transition) ? 'possible' : certainty);
    }
  }
  if (transition === undefined || !prunes(transition.applier)) return;
  const stays = staying(transition.objects);
  for (const id of previous ?? []) if (!stays(id)) deletions.prune(transition.applier, id, 'possible');
}

/** Whether an applier may drop an object from its inventory without deleting it, before its own change makes it prune. */
function mayForget(id: ObjectId, transition: Applied['transition']): boolean {
  if (transition === undefined || isPaused(transition.applier) || prunes(transition.applier)) return false;
  return !staying(transition.objects)(id);
}

/** An applied object that has no namespace may have one in a build, which does not know the scope of a custom resource. */
function staying(objects: readonly Manifest[]): (id: ObjectId) => boolean {
  const built = new Set(objects.map(keyOfManifest));
  const withoutNamespace = new Set(objects.map((object) => keyOf({ ...idOf(object), namespace: '' })));
  return (id) => built.has(keyOf(id)) || (id.namespace === '' && withoutNamespace.has(keyOf(id)));
}

function nameWhatIsLate(before: Before, deletions: Deletions, was: Applied | undefined, now: Applied): void {
  if (!prunes(now.applier) || now.objects === undefined) return;
  const applied = new Set((before.applied(now.applier) ?? []).map(keyOf));
  const stays = staying(now.objects);
  for (const id of was?.objects?.map(idOf) ?? []) {
    if (!applied.has(keyOf(id)) && !stays(id))
      deletions.unknown.add(
        `whether ${describeId(id)} will exist: the cluster has not applied the revision before the change yet`,
      );
  }
}

function changeRelease(
  before: Before,
  deletions: Deletions,
  release: Manifest,
  from: Build,
  to: Build,
): void {
  const live = before.get(idOf(release));
  if (live === undefined || isLeftAsItIs(release, before.isLive ? live : undefined)) return;
  const built = before.asBuilt(keyOfManifest(release));
  const suspend = release.spec?.suspend ?? (built?.spec?.suspend === undefined ? live.spec?.suspend : false);
  if (suspend === true) return;
  const name = describeId(idOf(release));
  const change = helmChange({
    was: built ?? live,
    live: before.isLive ? live : undefined,
    now: release,
    from,
    to,
  });
  if (change === 'moves')
    deletions.uninstall(
      live,
      'certain',
      `${name} installs under another name or namespace, and first uninstalls it`,
    );
  if (change === 'may move')
    deletions.uninstall(live, 'possible', `${name} has another chart, and may first uninstall it`);
  if (change === 'changes') {
    const released = before.released(live);
    if (released === undefined || released.length > 0)
      deletions.unknown.add(`what ${name} would no longer install: its chart or values change`);
  }
}

/** Whether the namespace in which Helm keeps the state of a release goes too, and possibly first. */
function losesItsStorage(release: Key, { certain, possible }: Deletions): boolean {
  const { namespace } = idOfKey(release);
  const key = keyOf({ group: '', kind: 'Namespace', namespace: '', name: namespace });
  return certain.has(key) || possible.has(key);
}

function result({ from, to, live }: ForecastProps, { certain, possible, unknown }: Deletions): Forecast {
  const losses = (map: ReadonlyMap<Key, string>) =>
    [...map].map(([key, because]) => ({ id: idOfKey(key), because })).sort(byName);
  const survivors = new Before(from, live)
    .appliers()
    .filter(isKustomization)
    .filter((applier) => {
      const key = keyOfManifest(applier);
      return !to.has(key) && !certain.has(key) && !possible.has(key);
    });
  return { losses: losses(certain), doubts: losses(possible), unknowns: [...unknown].sort(), survivors };
}

function byName(one: Loss, other: Loss): number {
  return describeId(one.id) < describeId(other.id) ? -1 : 1;
}
