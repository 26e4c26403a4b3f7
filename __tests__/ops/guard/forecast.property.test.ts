import * as fc from 'fast-check';
import type { Applied, Build, LiveState } from '../../../ops/guard/build';
import { forecast, type Forecast } from '../../../ops/guard/forecast';
import { isPaused } from '../../../ops/guard/keeping';
import { describeId, keyOfManifest, type Key, type Manifest } from '../../../ops/guard/manifest';
import { FluxModel, nameOf } from './support/flux-model';
import { changes, contentOf, root, type Tree } from './support/trees';

/** More runs, with other seeds, find rarer faults: `PROPERTY_RUNS=50000 npx jest __tests__/ops/guard/forecast.property.test.ts`. */
const more = process.env.PROPERTY_RUNS;
const runs = more === undefined ? { numRuns: 2000, seed: 1 } : { numRuns: Number(more) };

interface BeforeChange {
  readonly tree: Tree;
  readonly build: Build;
}

/**
 * What Flux builds of a tree, in a cluster that is in step with another one.
 *
 * @param active what appliers that run apply: what paused ones applied before does not count beside it
 */
function buildOf(tree: Tree, before?: BeforeChange, active: ReadonlySet<Key> = new Set()): Build {
  const build = new Map<Key, Applied>();
  const found = new Set<Key>();
  const visit = (applier: Manifest) => {
    const key = keyOfManifest(applier);
    if (build.has(key)) return;
    const was = before?.build.get(key);
    const isFrozen = before !== undefined && (isPaused(applier) || !isIn(tree, applier));
    const content = isFrozen ? (was?.objects ?? []) : contentOf(tree, applier.metadata.name);
    const changes = was !== undefined && JSON.stringify(was.applier.spec) !== JSON.stringify(applier.spec);
    build.set(key, {
      applier,
      objects: content,
      ...(changes && {
        transition: { applier: was.applier, objects: contentOf(tree, applier.metadata.name) },
      }),
    });
    for (const object of content.filter(({ kind }) => kind === 'Kustomization')) {
      if (!isFrozen) found.add(keyOfManifest(object));
      else if (active.has(keyOfManifest(object))) continue;
      visit(object);
    }
  };
  visit(root);
  return [...found].every((key) => active.has(key)) ? build : buildOf(tree, before, found);
}

function liveOf(model: FluxModel): LiveState {
  const live = new Map(model.objects.map((object) => [keyOfManifest(object), object]));
  return { objects: live, unreadable: new Set(), releases: new Map() };
}

function forecastOf(from: Tree, to: Tree, live?: LiveState): Forecast {
  const old = buildOf(from);
  const now = new Map(buildOf(to, { tree: from, build: old }));
  for (;;) {
    const result = forecast({ from: old, to: now, meanwhile: meanwhile(old, now, to), live });
    if (result.survivors.length === 0) return result;
    for (const applier of result.survivors) now.set(keyOfManifest(applier), atLast(applier, old, to));
  }
}

/** What Kustomizations may apply of a tree for a while: those that go, and those that one changes that is about to be paused. */
function meanwhile(old: Build, now: Build, to: Tree): Build {
  const found = new Map<Key, Applied>();
  const visit = (applier: Manifest) => {
    const key = keyOfManifest(applier);
    const isAsItWillBe = JSON.stringify(now.get(key)?.applier.spec) === JSON.stringify(applier.spec);
    if (isAsItWillBe || found.has(key) || isPaused(applier) || !isIn(to, applier)) return;
    const objects = contentOf(to, applier.metadata.name);
    found.set(key, { applier, objects });
    for (const object of objects) if (object.kind === 'Kustomization') visit(object);
  };
  for (const { applier } of old.values()) if (!now.has(keyOfManifest(applier))) visit(applier);
  for (const { transition } of now.values())
    for (const object of transition?.objects ?? []) if (object.kind === 'Kustomization') visit(object);
  return found;
}

function atLast(applier: Manifest, old: Build, to: Tree): Applied {
  const isFrozen = isPaused(applier) || !isIn(to, applier);
  const objects = isFrozen ? old.get(keyOfManifest(applier))?.objects : contentOf(to, applier.metadata.name);
  return { applier, objects };
}

function isIn(tree: Tree, applier: Manifest): boolean {
  return applier === root || tree.parts[applier.metadata.name] !== undefined;
}

const namesOf = (list: Forecast['losses']) => list.map(({ id }) => describeId(id));

const scenario = fc.record({ change: changes, order: fc.infiniteStream(fc.nat()) });

/** The forecast of a change, and what the model deletes. */
function played({
  change: { from, to },
  order,
}: {
  change: { from: Tree; to: Tree };
  order: Iterator<number>;
}) {
  const model = new FluxModel(from, (below) => order.next().value % below);
  const { losses, doubts } = forecastOf(from, to, liveOf(model));
  model.push(to);
  return { deleted: [...model.deleted].sort(), losses: namesOf(losses), doubts: namesOf(doubts) };
}

test('whatever the trees, nothing is deleted that the forecast does not have', () => {
  fc.assert(
    fc.property(scenario, (one) => {
      const { deleted, losses, doubts } = played(one);
      expect(deleted.filter((name) => !losses.includes(name) && !doubts.includes(name))).toEqual([]);
    }),
    runs,
  );
});

test('what the forecast is certain of is deleted, also where something is suspended or waits', () => {
  fc.assert(
    fc.property(scenario, (one) => {
      const { deleted, losses } = played(one);
      expect(losses.filter((name) => !deleted.includes(name))).toEqual([]);
    }),
    runs,
  );
});

test('the forecast of an unchanged tree is empty', () => {
  fc.assert(
    fc.property(changes, ({ from }) => {
      const model = new FluxModel(from, () => 0);
      const { losses, doubts } = forecastOf(from, from, liveOf(model));
      expect([...losses, ...doubts]).toEqual([]);
    }),
    runs,
  );
});

test('from the builds alone, nothing is missing either', () => {
  fc.assert(
    fc.property(scenario, ({ change: { from, to }, order }) => {
      const model = new FluxModel(from, (below) => order.next().value % below);
      const { losses, doubts } = forecastOf(from, to);
      model.push(to);
      const foretold = [...namesOf(losses), ...namesOf(doubts)];
      expect([...model.deleted].filter((name) => !foretold.includes(name))).toEqual([]);
    }),
    runs,
  );
});

test('an object that neither revision builds is only in it as the content of something', () => {
  fc.assert(
    fc.property(changes, ({ from, to }) => {
      const model = new FluxModel(from, () => 0);
      const stranger: Manifest = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'stranger', namespace: 'three' },
      };
      const live = liveOf(model);
      const withStranger = { ...live, objects: new Map(live.objects).set(keyOfManifest(stranger), stranger) };
      const { losses, doubts } = forecastOf(from, to, withStranger);
      expect([...namesOf(losses), ...namesOf(doubts)]).not.toContain(nameOf(stranger));
    }),
    runs,
  );
});

test('the trees differ often enough to say something', () => {
  const samples = fc.sample(scenario, 100).map(played);
  expect(samples.filter(({ losses }) => losses.length > 0).length).toBeGreaterThan(30);
});
