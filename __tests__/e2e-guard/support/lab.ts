import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { FleetClone } from '../../e2e-flux/support/fleet-clone';
import { apply, kubectl, list, until } from '../../e2e-flux/support/cluster';
import { mentions } from './guard';
import { namespace, yaml, kustomize, type Files, type Mutation } from './manifests';
import { snapshot, type Snapshot } from './snapshot';

/** A mutation with the short name that everything of it has. */
export interface Named extends Mutation {
  readonly id: string;
}

export function named(mutations: readonly Mutation[]): readonly Named[] {
  return mutations.map((mutation, index) => ({ ...mutation, id: `m${String(index + 1).padStart(3, '0')}` }));
}

const fluxFolder = 'gitops/clusters/sandbox/guard';

/** How long nothing must change until Flux is taken to be done, in seconds. */
const quietSeconds = 8;

/** How long Flux may take for one revision, in seconds. */
const settleSeconds = 600;

const reconcile = 'fluxcd.controlplane.io/reconcile';

interface FluxState {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly generation?: number;
    readonly deletionTimestamp?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly suspend?: boolean;
    readonly chart?: { readonly spec: { readonly reconcileStrategy?: string } };
  };
  readonly status?: {
    readonly lastAppliedRevision?: string;
    readonly lastAttemptedRevision?: string;
    readonly observedGeneration?: number;
    readonly history?: readonly object[];
    readonly inventory?: { readonly entries?: readonly unknown[] };
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly observedGeneration?: number;
    }[];
  };
}

/** The sandbox's repository with a part for mutations, and the cluster that follows it. */
export class Lab {
  private constructor(
    readonly clone: FleetClone,
    private readonly mutations: readonly Named[],
  ) {}

  static async create(mutations: readonly Named[]): Promise<Lab> {
    return new Lab(await FleetClone.ofMain(), mutations);
  }

  /** Writes one phase of every mutation, and commits it. Gives the revision. */
  async commit(phase: 'base' | 'prepared' | 'change'): Promise<string> {
    for (const { id, [phase]: files } of this.mutations) this.write(id, files ?? {});
    this.clone.write({
      [`${fluxFolder}/namespace.yaml`]: yaml({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: namespace },
      }),
      [`${fluxFolder}/kustomization.yaml`]: kustomize(await this.fluxFiles()),
    });
    const root = 'gitops/clusters/sandbox/kustomization.yaml';
    const text = this.clone.read(root);
    if (!text.includes('- guard')) this.clone.write({ [root]: `${text}  - guard\n` });
    await this.clone.git('add', '--all');
    const author = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.invalid'];
    await this.clone.git(...author, 'commit', '--quiet', '--allow-empty', `--message=${phase}`);
    return await this.clone.git('rev-parse', 'HEAD');
  }

  /** Pushes what is committed, and waits until Flux has done all it does with it. Gives what the cluster has then. */
  async push(): Promise<Snapshot> {
    await this.clone.git('push', '--quiet', 'origin', 'HEAD:main');
    return await this.settled(await this.clone.git('rev-parse', 'HEAD'));
  }

  /** Creates or changes what someone makes by hand. */
  async byHand(): Promise<void> {
    const objects = this.mutations.flatMap(({ id, byHand = [] }) =>
      byHand.map((object) => withId(object, id)),
    );
    await apply(objects, '--server-side', '--field-manager=hand', '--force-conflicts');
  }

  /** Takes all that is of the mutations out of the repository, and out of the cluster what Flux leaves there. */
  async remove(): Promise<void> {
    const left = await this.settled(await this.clone.revert());
    const isOfAny = (text: string) => this.mutations.some(({ id }) => mentions(id)(text));
    for (const name of [...left.keys()].filter(isOfAny)) {
      const [kind = '', ...rest] = name.split('/');
      const [own = '', inNamespace = 'default'] = [...rest].reverse();
      const options = ['--ignore-not-found', '--wait=false', `--namespace=${inNamespace}`];
      await kubectl(['delete', kind, own, ...options]);
    }
  }

  private write(id: string, files: Files): void {
    for (const [path, text] of Object.entries(files)) {
      const file = path.replaceAll('ID', id);
      if (text === null) rmSync(join(this.clone.folder, file), { force: true });
      else this.clone.write({ [file]: text.replaceAll('ID', id) });
    }
  }

  private async fluxFiles(): Promise<readonly string[]> {
    await this.clone.git('add', '--all');
    const listed = await this.clone.git('ls-files', fluxFolder);
    const names = listed.split('\n').map((path) => path.slice(fluxFolder.length + 1));
    return [
      ...new Set([...names.filter((name) => name !== 'kustomization.yaml' && name !== ''), 'namespace.yaml']),
    ].sort();
  }

  /** Waits until Flux has taken in a revision and nothing changes any more; later than that, it tells what is still going on. */
  private async settled(revision: string): Promise<Snapshot> {
    const failed = new Set<string>();
    let last = '';
    let since = Date.now();
    return await until(`Flux to be done with ${revision}`, settleSeconds, async () => {
      const flux = await list<FluxState>('kustomizations,helmreleases,resourcesets');
      for (const one of flux) if (hasFailed(one, revision)) failed.add(nameOf(one));
      const state = JSON.stringify(flux.map(progressOf));
      if (state !== last) since = Date.now();
      last = state;
      const waiting = flux.filter((one) => !isDone(one, revision) && !failed.has(nameOf(one))).map(nameOf);
      const quiet = (Date.now() - since) / 1000;
      if (waiting.length === 0 && quiet > quietSeconds) return await snapshot();
      throw new Error(`waiting for ${waiting.join(', ')}, quiet for ${Math.round(quiet)} s`);
    });
  }
}

function nameOf({ kind, metadata: { namespace, name } }: FluxState): string {
  return `${kind}/${namespace}/${name}`;
}

/** What changes while Flux gets on, and not while it tries again what fails. */
function progressOf({ kind, metadata, status = {} }: FluxState): unknown {
  const { lastAppliedRevision, history = [], inventory } = status;
  const [release] = kind === 'HelmRelease' ? history : [];
  return [
    metadata.name,
    metadata.deletionTimestamp,
    lastAppliedRevision,
    release,
    inventory?.entries?.length,
  ];
}

/** Whether Flux has taken in the newest generation and revision of an object. What is suspended stays as it is. */
function isDone({ kind, metadata, spec, status = {} }: FluxState, revision: string): boolean {
  if (metadata.deletionTimestamp !== undefined) return false;
  if (spec.suspend === true || metadata.annotations?.[reconcile] === 'disabled') return true;
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'True') return false;
  const observed = kind === 'ResourceSet' ? ready.observedGeneration : status.observedGeneration;
  return (
    observed === metadata.generation && hasRevision(status.lastAppliedRevision, status, kind, spec, revision)
  );
}

/** Whether Flux tried the newest generation and revision of an object in vain. */
function hasFailed({ kind, metadata, spec, status = {} }: FluxState, revision: string): boolean {
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'False' || ready.observedGeneration !== metadata.generation) return false;
  if (ready.reason === 'DependencyNotReady') return false;
  // Without a source or a folder, there is no attempt.
  return (
    ready.reason === 'ArtifactFailed' ||
    hasRevision(status.lastAttemptedRevision, status, kind, spec, revision)
  );
}

/** A chart of the repository has the commit in its version. */
function hasRevision(
  found: string | undefined,
  { lastAttemptedRevision }: NonNullable<FluxState['status']>,
  kind: string,
  { chart }: FluxState['spec'],
  revision: string,
): boolean {
  if (kind === 'Kustomization') return found?.endsWith(revision) === true;
  if (kind !== 'HelmRelease' || chart?.spec.reconcileStrategy !== 'Revision') return true;
  return lastAttemptedRevision?.endsWith(revision.slice(0, 12)) === true;
}

function withId(object: object, id: string): object {
  return JSON.parse(JSON.stringify(object).replaceAll('ID', id)) as object;
}
