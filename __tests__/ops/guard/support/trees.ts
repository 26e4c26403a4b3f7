import * as fc from 'fast-check';
import type { Manifest } from '../../../../ops/guard/manifest';

/** What one Kustomization of a tree is like. */
export interface Part {
  readonly parent: string;
  readonly prune: boolean;
  readonly suspend: boolean;
  readonly deletionPolicy: string | undefined;
  readonly dependsOn: readonly string[];
}

/** One revision of a small repository: Kustomizations below `root`, and which of them applies each object. */
export interface Tree {
  readonly parts: Readonly<Record<string, Part>>;
  /** The object's name by the Kustomization that applies it. */
  readonly objects: readonly { readonly object: string; readonly by: string; readonly isKept: boolean }[];
}

const kustomization = 'kustomize.toolkit.fluxcd.io/v1';

/** Every object that a tree may have, without labels. */
export const objects: Readonly<Record<string, Manifest>> = Object.fromEntries(
  [
    ...['a', 'b', 'c'].map((name) => manifest('v1', 'ConfigMap', name, 'one')),
    ...['d', 'e'].map((name) => manifest('v1', 'Secret', name, 'two')),
    manifest('v1', 'Namespace', 'one'),
    manifest('v1', 'Namespace', 'two'),
    {
      ...manifest('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.example.com'),
      spec: { group: 'example.com', names: { kind: 'Widget' } },
    },
    manifest('example.com/v1', 'Widget', 'w', 'one'),
    manifest('example.com/v1', 'Widget', 'w', 'two'),
  ].map((object) => [`${object.kind}-${object.metadata.namespace ?? ''}-${object.metadata.name}`, object]),
);

function manifest(apiVersion: string, kind: string, name: string, namespace?: string): Manifest {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}

const names = ['k1', 'k2', 'k3'] as const;

/** The objects that a Kustomization applies, with its labels, as Flux builds them. */
export function contentOf(tree: Tree, name: string): readonly Manifest[] {
  const own = tree.objects
    .filter(({ by }) => by === name)
    .map(({ object, isKept }) =>
      labelled(objects[object]!, name, isKept ? { 'kustomize.toolkit.fluxcd.io/prune': 'Disabled' } : {}),
    );
  const below = Object.entries(tree.parts)
    .filter(([, { parent }]) => parent === name)
    .map(([child, part]) => labelled(kustomizationOf(child, part), name, {}));
  return [...own, ...below];
}

/** A Kustomization of a tree, without labels. */
export function kustomizationOf(name: string, part: Omit<Part, 'parent'>): Manifest {
  const { prune, suspend, deletionPolicy, dependsOn } = part;
  return {
    ...manifest(kustomization, 'Kustomization', name, 'flux-system'),
    spec: {
      prune,
      ...(suspend && { suspend }),
      ...(deletionPolicy !== undefined && { deletionPolicy }),
      dependsOn: dependsOn.map((other) => ({ name: other })),
    },
  };
}

export const root = kustomizationOf('root', {
  prune: true,
  suspend: false,
  deletionPolicy: undefined,
  dependsOn: [],
});

function labelled(object: Manifest, owner: string, annotations: Readonly<Record<string, string>>): Manifest {
  const group = 'kustomize.toolkit.fluxcd.io';
  const labels = { [`${group}/name`]: owner, [`${group}/namespace`]: 'flux-system' };
  return { ...object, metadata: { ...object.metadata, labels, annotations } };
}

function treeOf(isSmall: boolean): fc.Arbitrary<Tree> {
  const part = (index: number) =>
    fc.record({
      parent: fc.constantFrom('root', ...names.slice(0, index)),
      prune: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
      suspend: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
      deletionPolicy: fc.constantFrom(
        undefined,
        undefined,
        undefined,
        'Delete',
        'Orphan',
        'WaitForTermination',
      ),
      dependsOn: fc.subarray(names.slice(0, index) as string[]),
    });
  return fc
    .record({
      chosen: fc.subarray([...names], { minLength: isSmall ? 0 : 1 }),
      parts: fc.tuple(part(0), part(1), part(2)),
      owners: fc.array(
        fc.record({
          by: fc.nat(),
          isKept: fc.boolean(),
          isThere: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.constant(false)),
        }),
        { minLength: Object.keys(objects).length, maxLength: Object.keys(objects).length },
      ),
    })
    .map(({ chosen, parts, owners }) => {
      const isThere = (name: string) => name === 'root' || chosen.some((one) => one === name);
      const kept: Record<string, Part> = {};
      names.forEach((name, index) => {
        const one = parts[index]!;
        if (isThere(name))
          kept[name] = {
            ...one,
            parent: one.parent === 'root' || kept[one.parent] !== undefined ? one.parent : 'root',
            dependsOn: one.dependsOn.filter((other) => kept[other] !== undefined),
          };
      });
      const appliers = ['root', ...Object.keys(kept)];
      const applied = Object.keys(objects).flatMap((object, index) => {
        const { by, isKept, isThere: exists } = owners[index]!;
        return exists
          ? [{ object, by: appliers[by % appliers.length]!, isKept: isKept && by % 3 === 0 }]
          : [];
      });
      return { parts: kept, objects: applied };
    });
}

/** Two revisions that differ a little, or have nothing to do with each other. */
export const changes: fc.Arbitrary<{ readonly from: Tree; readonly to: Tree }> = fc
  .record({
    from: treeOf(false),
    other: treeOf(true),
    share: fc.infiniteStream(fc.integer({ min: 0, max: 5 })),
  })
  .map(({ from, other, share }) => {
    const differs = () => share.next().value === 0;
    const parts = Object.fromEntries(
      names.flatMap((name) => {
        const part = differs() ? other.parts[name] : from.parts[name];
        return part === undefined ? [] : [[name, part]];
      }),
    );
    const isThere = (name: string) => name === 'root' || parts[name] !== undefined;
    const mended = Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [
        name,
        {
          ...part,
          parent: isThere(part.parent) ? part.parent : 'root',
          dependsOn: part.dependsOn.filter(isThere),
        },
      ]),
    );
    const kept = Object.keys(objects).flatMap((object) => {
      const found = (differs() ? other : from).objects.find((one) => one.object === object);
      return found !== undefined && isThere(found.by) ? [found] : [];
    });
    return { from, to: { parts: mended, objects: kept } };
  });
