import { contentOf, root, type Tree } from './trees';
import type { Manifest } from '../../../../ops/guard/manifest';

/** An object of the model, by `Kind/namespace/name`. */
interface Stored {
  readonly manifest: Manifest;
  isDeleted: boolean;
  inventory: readonly string[];
  /** Which tree, and which specification of its own, it has reconciled. */
  done: string;
}

/**
 * Flux and the API server as their sources describe them, step by step: what runs next is chosen from outside, because nothing
 * in a cluster orders it. It knows nothing of the forecast.
 */
export class FluxModel {
  readonly stored = new Map<string, Stored>();
  readonly deleted = new Set<string>();
  private tree: Tree;

  constructor(
    private readonly first: Tree,
    private readonly choose: (below: number) => number,
  ) {
    this.tree = first;
    this.stored.set(nameOf(root), { manifest: root, isDeleted: false, inventory: [], done: '' });
    // Where all are created, nothing is suspended yet.
    this.settle(true);
    this.deleted.clear();
  }

  /** What the API server has, with the inventories in the status. */
  get objects(): readonly Manifest[] {
    return [...this.stored.values()].map(({ manifest, inventory }) => ({
      ...manifest,
      ...(isKustomization(manifest) && { status: { inventory: { entries: inventory.map(entryOf) } } }),
    }));
  }

  /** Lets Flux find another revision, and waits until nothing changes any more. */
  push(tree: Tree): void {
    const before = new Set(this.stored.keys());
    this.tree = tree;
    this.settle(false);
    // What was made on the way is no loss.
    for (const name of this.deleted) if (!before.has(name)) this.deleted.delete(name);
  }

  private settle(ignoresSuspend: boolean): void {
    for (let step = 0; step < 500; step++) {
      const ready = [...this.stored.values()].filter((one) => this.canRun(one, ignoresSuspend));
      if (ready.length === 0) return;
      const next = ready[this.choose(ready.length)]!;
      if (next.isDeleted) this.finalize(next);
      else this.reconcile(next);
    }
    throw new Error('The model does not come to rest.');
  }

  private canRun(one: Stored, ignoresSuspend: boolean): boolean {
    if (one.isDeleted) return true;
    if (!isKustomization(one.manifest) || one.done === this.wanted(one)) return false;
    const { suspend, dependsOn = [] } = (one.manifest.spec ?? {}) as {
      suspend?: boolean;
      dependsOn?: { name: string }[];
    };
    if (suspend === true && !ignoresSuspend) return false;
    return dependsOn.every(({ name }) => {
      const needed = this.stored.get(`Kustomization/flux-system/${name}`);
      return needed !== undefined && !needed.isDeleted && needed.done === this.wanted(needed);
    });
  }

  private wanted({ manifest }: Stored): string {
    return `${this.tree === this.first ? 'first' : 'second'} ${JSON.stringify(manifest.spec)}`;
  }

  private reconcile(one: Stored): void {
    one.done = this.wanted(one);
    const { name } = one.manifest.metadata;
    // Its folder is gone: https://fluxcd.io/flux/components/kustomize/kustomizations/ says "path not found", and does nothing.
    if (name !== root.metadata.name && this.tree.parts[name] === undefined) return;
    const content = contentOf(this.tree, name);
    for (const manifest of content) this.apply(manifest);
    const before = one.inventory;
    one.inventory = content.map(nameOf);
    if (one.manifest.spec?.prune !== true) return;
    for (const name of before) if (!one.inventory.includes(name)) this.prune(one, name);
  }

  private apply(manifest: Manifest): void {
    const known = this.stored.get(nameOf(manifest));
    // Kubernetes deletes an object before it creates another one of the same name.
    if (known?.isDeleted === true) this.finalize(known);
    const stored = this.stored.get(nameOf(manifest));
    this.stored.set(nameOf(manifest), {
      manifest,
      isDeleted: false,
      inventory: stored?.inventory ?? [],
      done: stored?.done ?? '',
    });
  }

  private prune({ manifest: owner }: Stored, name: string): void {
    const found = this.stored.get(name)?.manifest;
    if (found === undefined) return;
    const { labels = {}, annotations = {} } = found.metadata;
    const isOwner = labels['kustomize.toolkit.fluxcd.io/name'] === owner.metadata.name;
    if (isOwner && annotations['kustomize.toolkit.fluxcd.io/prune'] !== 'Disabled') this.remove(name);
  }

  private remove(name: string): void {
    const found = this.stored.get(name);
    if (found === undefined || found.isDeleted) return;
    this.deleted.add(name);
    if (isKustomization(found.manifest)) {
      found.isDeleted = true;
      return;
    }
    this.stored.delete(name);
    const { kind, metadata } = found.manifest;
    for (const [other, { manifest }] of this.stored) {
      const isInside = kind === 'Namespace' && manifest.metadata.namespace === metadata.name;
      if (isInside || (kind === 'CustomResourceDefinition' && manifest.kind === 'Widget')) this.remove(other);
    }
  }

  private finalize(one: Stored): void {
    this.stored.delete(nameOf(one.manifest));
    const { suspend, prune, deletionPolicy } = one.manifest.spec as {
      suspend?: boolean;
      prune: boolean;
      deletionPolicy?: string;
    };
    const deletes =
      ['Delete', 'WaitForTermination'].includes(deletionPolicy ?? '') ||
      (deletionPolicy === undefined && prune);
    if (suspend !== true && deletes) for (const name of one.inventory) this.prune(one, name);
  }
}

export function nameOf({ kind, metadata: { namespace, name } }: Manifest): string {
  return [kind, namespace, name].filter(Boolean).join('/');
}

function isKustomization({ kind }: Manifest): boolean {
  return kind === 'Kustomization';
}

const groupsByKind: Readonly<Record<string, string>> = {
  Kustomization: 'kustomize.toolkit.fluxcd.io',
  CustomResourceDefinition: 'apiextensions.k8s.io',
  Widget: 'example.com',
};

/** An entry of an inventory: https://fluxcd.io/flux/components/kustomize/kustomizations/#inventory */
function entryOf(name: string): { readonly id: string; readonly v: string } {
  const parts = name.split('/');
  const [kind = '', namespace = ''] = [parts[0], parts.length === 3 ? parts[1] : ''];
  return { id: [namespace, parts.at(-1), groupsByKind[kind] ?? '', kind].join('_'), v: 'v1' };
}
