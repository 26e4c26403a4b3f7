import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { FleetClone } from '../../e2e-flux/support/fleet-clone';
import { apply, list, until } from '../../e2e-flux/support/cluster';
import { namespace, yaml, kustomize, type Files, type Mutation } from './manifests';
import { snapshot, type Snapshot } from './snapshot';

/** A mutation with the short name that everything of it has. */
export interface Named extends Mutation {
  readonly id: string;
}

export function named(mutations: readonly Mutation[]): readonly Named[] {
  return mutations.map((mutation, index) => ({ ...mutation, id: `m${String(index + 1).padStart(2, '0')}` }));
}

const fluxFolder = 'gitops/clusters/sandbox/guard';

/** How long nothing must change until Flux is taken to be done, in seconds. */
const quietSeconds = 12;

interface FluxState {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly generation?: number;
    readonly deletionTimestamp?: string;
  };
  readonly spec: { readonly suspend?: boolean };
  readonly status?: {
    readonly lastAppliedRevision?: string;
    readonly lastAttemptedRevision?: string;
    readonly observedGeneration?: number;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
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

  async remove(): Promise<void> {
    await this.clone.revert();
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

  private async settled(revision: string): Promise<Snapshot> {
    let last = '';
    let since = Date.now();
    return await until(`Flux to be done with ${revision}`, 600, async () => {
      const flux = await list<FluxState>('kustomizations,helmreleases,resourcesets');
      const root = flux.find(
        ({ kind, metadata }) => kind === 'Kustomization' && metadata.name === 'flux-system',
      );
      const state = stringify(
        flux.map(({ metadata, status }) => [metadata.name, metadata.deletionTimestamp, status?.conditions]),
      );
      if (state !== last) since = Date.now();
      last = state;
      const isApplied = root?.status?.lastAppliedRevision?.endsWith(revision) === true;
      const waiting = flux.filter((one) => isWaiting(one, revision)).map(({ metadata }) => metadata.name);
      if (isApplied && waiting.length === 0 && Date.now() - since > quietSeconds * 1000)
        return await snapshot();
      throw new Error(
        `waiting for ${waiting.join(', ')}, quiet for ${Math.round((Date.now() - since) / 1000)} s`,
      );
    });
  }
}

/** Whether Flux has not tried the newest generation and revision of an object yet. */
function isWaiting({ kind, metadata, spec, status = {} }: FluxState, revision: string): boolean {
  if (metadata.deletionTimestamp !== undefined) return true;
  if (spec.suspend === true) return false;
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  if (ready === undefined || ready.status === 'Unknown') return true;
  const isTried =
    kind !== 'Kustomization' ||
    ready.status === 'False' ||
    status.lastAppliedRevision?.endsWith(revision) === true;
  const observed = kind === 'ResourceSet' ? ready.observedGeneration : status.observedGeneration;
  return !isTried || (ready.status === 'True' && observed !== metadata.generation);
}

function withId(object: object, id: string): object {
  return JSON.parse(JSON.stringify(object).replaceAll('ID', id)) as object;
}
