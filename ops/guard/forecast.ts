import { Before } from './before';
import type { Applied, Build, LiveState } from './build';
import { type Certainty, Deletions } from './deletions';
import { helmChange, targetOf } from './helm-changes';
import { isLeftAsItIs, isPaused, prunes } from './keeping';
import { describeId, idOf, idOfKey, isHelmRelease, isKustomization, keyOf, keyOfManifest } from './manifest';
import type { Key, Manifest, ObjectId } from './manifest';
import { Moves } from './moves';
import type { Rendering, Renderings } from './rendering';

/** A change, and the cluster that it would reach. */
export interface ForecastProps {
  readonly from: Build;
  readonly to: Build;
  /**
   * What appliers may apply of the new revision for a while: those that go, until they are deleted; and those that the new
   * revision changes, although what applies them is about to be paused. @default nothing
   */
  readonly meanwhile?: Build;
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
  /** What changed releases would install. @default - not known */
  readonly rendered?: Renderings;
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
    const racing = [...deletions.racing].filter((key) => losesItsStorage(key, deletions));
    const more = [...racing, ...comingAgain(props.to, deletions)].filter((key) => !doubtful.has(key));
    if (more.length === 0) return result(props, deletions);
    for (const key of more) doubtful.add(key);
  }
}

/** Appliers that may go before they come again: then they no longer know what they applied. */
function comingAgain(to: Build, { certain, possible }: Deletions): readonly Key[] {
  return [...to.keys()].filter((key) => certain.has(key) || possible.has(key));
}

function deletionsOf(
  { from, to, meanwhile = new Map(), live, deleted = [], rendered, hasApplied = true }: ForecastProps,
  doubtful: ReadonlySet<Key>,
) {
  const before = new Before(from, live, rendered?.before);
  const moves = new Moves(from, to, meanwhile);
  const deletions = new Deletions(before, moves, doubtful);
  for (const { id, because, isEnd } of deleted)
    deletions.delete(id, { because, certainty: 'certain', isEnd });
  for (const [key, applied] of to) {
    const was = before.get(idOf(applied.applier));
    if (was === undefined) continue;
    const certainty = moves.isBlocked(key) || doubtful.has(key) ? 'possible' : 'certain';
    pruneWhatIsGone(before, deletions, from.get(key), applied, certainty);
    if (!hasApplied) nameWhatIsLate(before, deletions, from.get(key), applied);
    if (isPaused(applied.applier)) continue;
    for (const release of applied.objects?.filter(isHelmRelease) ?? [])
      changeRelease(before, deletions, release, { from, to, rendered });
  }
  for (const { applier, objects } of meanwhile.values())
    if (objects !== undefined) pruneMeanwhile(before, deletions, applier, objects);
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
  if (transition !== undefined) pruneMeanwhile(before, deletions, transition.applier, transition.objects);
}

/** What an applier may prune with the new revision before it goes, or before its own change reaches it. */
function pruneMeanwhile(
  before: Before,
  deletions: Deletions,
  applier: Manifest,
  objects: readonly Manifest[],
): void {
  if (!prunes(applier)) return;
  const stays = staying(objects);
  for (const id of before.applied(applier) ?? []) if (!stays(id)) deletions.prune(applier, id, 'possible');
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
  { from, to, rendered }: Pick<ForecastProps, 'from' | 'to' | 'rendered'>,
): void {
  const key = keyOfManifest(release);
  const live = before.get(idOf(release));
  if (live === undefined || isLeftAsItIs(release, before.isLive ? live : undefined)) return;
  const built = before.asBuilt(key);
  const suspend = release.spec?.suspend ?? (built?.spec?.suspend === undefined ? live.spec?.suspend : false);
  if (suspend === true) return;
  const name = describeId(idOf(release));
  const [old, now] = [rendered?.before.get(key), rendered?.after.get(key)];
  const change = helmChange({
    was: built ?? live,
    live: before.isLive ? live : undefined,
    now: release,
    from,
    to,
    charts: { before: chartIn(old), after: chartIn(now) },
  });
  switch (change) {
    case 'moves':
      deletions.uninstall(
        live,
        'certain',
        `${name} is installed anew, and first uninstalls what it installed`,
        otherNamespace(live, release),
      );
      break;
    case 'may move':
      deletions.uninstall(live, 'possible', `${name} has another chart, and may first uninstall it`);
      break;
    case 'changes':
      deletions.upgrade(live, now ?? { unknown: 'its chart or values change' });
      break;
    case undefined:
  }
}

/** The namespace in which a release is to be, if it is another one. */
function otherNamespace(live: Manifest, release: Manifest): string | undefined {
  const [latest] = (live.status?.history ?? []) as readonly { readonly namespace: string }[];
  const { namespace } = targetOf(release);
  return (latest?.namespace ?? targetOf(live).namespace) === namespace ? undefined : namespace;
}

function chartIn(rendering: Rendering | undefined): string | undefined {
  return rendering !== undefined && 'chart' in rendering ? rendering.chart : undefined;
}

/** Whether the namespace in which Helm keeps the state of a release goes too, and possibly first. */
function losesItsStorage(release: Key, { certain, possible }: Deletions): boolean {
  const { namespace } = idOfKey(release);
  const key = keyOf({ group: '', kind: 'Namespace', namespace: '', name: namespace });
  return certain.has(key) || possible.has(key);
}

function result(
  { from, to, live, rendered }: ForecastProps,
  { certain, possible, unknown }: Deletions,
): Forecast {
  const losses = (map: ReadonlyMap<Key, string>) =>
    [...map].map(([key, because]) => ({ id: idOfKey(key), because })).sort(byName);
  const survivors = new Before(from, live, rendered?.before)
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
