import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Build, LiveState } from './build';
import type { BuiltSide } from './built-side';
import { ChartFinder, type Chart } from './charts';
import { BuildError, type FluxCli } from './flux-cli';
import { type HelmCli, RenderError } from './helm-cli';
import { inputsOf, targetOf } from './helm-changes';
import { isHelmRelease, keyOfManifest, type Key, type Manifest } from './manifest';
import type { ReleaseSpec } from './release-spec';
import type { Rendering, Renderings } from './rendering';

export interface RendererProps {
  readonly helm: HelmCli;
  readonly cli: FluxCli;
  /** A folder for temporary files. */
  readonly scratch: string;
  readonly live?: LiveState;
}

/** What makes a template say something else the next time, or elsewhere. */
const unsteady = /\blookup\b|\.Release\.(Revision|IsInstall)|\bnow\b|\brand[A-Z]\w+|\buuidv4\b|\bgen[A-Z]\w+/;

/** Renders what a change makes of HelmReleases, before and after, as far as Helm and their charts are here. */
export class Renderer {
  private readonly done = new Map<string, Promise<Rendering>>();

  constructor(private readonly props: RendererProps) {}

  /** Renders the releases whose chart or values change: as they will be, and, where no cluster tells, as they were. */
  async changed(from: BuiltSide, to: BuiltSide): Promise<Renderings> {
    const before = new Map<Key, Rendering>();
    const after = new Map<Key, Rendering>();
    const old = releasesOf(from.build);
    for (const [key, release] of releasesOf(to.build)) {
      const was = old.get(key) ?? this.props.live?.objects.get(key);
      if (was === undefined || inputsOf(was, from.build) === inputsOf(release, to.build)) continue;
      after.set(key, await this.once(release, to, was, from));
      if (this.props.live === undefined) before.set(key, await this.once(was, from));
    }
    return { before, after };
  }

  private async once(
    release: Manifest,
    side: BuiltSide,
    was?: Manifest,
    before?: BuiltSide,
  ): Promise<Rendering> {
    const key = JSON.stringify([side.revision.commit, release.spec, inputsOf(release, side.build)]);
    const known = this.done.get(key) ?? this.render(release, side, was, before);
    this.done.set(key, known);
    return await known;
  }

  private async render(
    release: Manifest,
    side: BuiltSide,
    was?: Manifest,
    before?: BuiltSide,
  ): Promise<Rendering> {
    const spec = (release.spec ?? {}) as ReleaseSpec;
    const hasSecrets = spec.valuesFrom?.some(({ kind }) => kind === 'Secret') === true;
    try {
      if (spec.upgrade?.preserveValues === true)
        throw new RenderError('it keeps values of the release before');
      const finder = new ChartFinder(this.props);
      const chart = await finder.find(release, side, was, before);
      const values = await valuesOf(release, side, before);
      const rendered = await this.props.helm.render(
        chart.folder,
        targetOf(release),
        values,
        this.props.live?.capabilities,
      );
      const objects = await this.postRendered(rendered, spec);
      return { objects, chart: chart.name, doubt: this.doubtOf(chart) };
    } catch (error) {
      if (!(error instanceof RenderError) && !(error instanceof BuildError)) throw error;
      // What a template says of a failure may have the values in it.
      return {
        unknown: hasSecrets && error.message.includes('template') ? 'it does not render' : error.message,
      };
    }
  }

  private doubtOf({ folder, doubt }: Chart): string | undefined {
    if (doubt !== undefined) return doubt;
    const templates = textOf(join(folder, 'templates'));
    const [word] = unsteady.exec(templates) ?? [];
    if (word !== undefined) return `its templates use ${word}`;
    return this.props.live === undefined && templates.includes('.Capabilities')
      ? 'its templates ask for the capabilities of the cluster, which was not asked'
      : undefined;
  }

  private async postRendered(
    objects: readonly Manifest[],
    { postRenderers = [] }: ReleaseSpec,
  ): Promise<readonly Manifest[]> {
    let result = objects;
    for (const { kustomize } of postRenderers) {
      if (kustomize === undefined) continue;
      const folder = mkdtempSync(join(this.props.scratch, 'rendered-'));
      writeFileSync(
        join(folder, 'all.yaml'),
        result.map((object) => JSON.stringify(object)).join('\n---\n'),
        {
          mode: 0o600,
        },
      );
      const applier: Manifest = {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'rendered', namespace: 'default' },
        spec: { interval: '10m', prune: true, sourceRef: { kind: 'GitRepository', name: 'x' }, ...kustomize },
      };
      result = await this.props.cli.build(applier, folder, '.');
    }
    return result;
  }
}

function releasesOf(build: Build): ReadonlyMap<Key, Manifest> {
  const releases = [...build.values()].flatMap(({ objects = [] }) => objects).filter(isHelmRelease);
  return new Map(releases.map((release) => [keyOfManifest(release), release]));
}

/** The values of a HelmRelease, later ones over earlier ones. */
async function valuesOf(
  release: Manifest,
  { build, findConfig }: BuiltSide,
  before?: BuiltSide,
): Promise<readonly unknown[]> {
  const { valuesFrom = [], values = {} } = (release.spec ?? {}) as ReleaseSpec;
  const documents: unknown[] = [];
  for (const { kind, name, valuesKey = 'values.yaml', targetPath, optional = false } of valuesFrom) {
    const described = `${kind}/${release.metadata.namespace}/${name}`;
    if (targetPath !== undefined) throw new RenderError(`it takes one value from ${described}`);
    const built = builtIn(build, kind, release.metadata.namespace, name);
    const was = before && builtIn(before.build, kind, release.metadata.namespace, name);
    // The flux CLI hides the values of Secrets: those of the cluster stand for them while they do not change.
    if (kind === 'Secret' && before !== undefined && JSON.stringify(built) !== JSON.stringify(was))
      throw new RenderError(`${described} changes`);
    const data =
      kind === 'ConfigMap' && built !== undefined
        ? (built.data ?? {})
        : await findConfig(kind, release.metadata.namespace ?? '', name);
    if (data === undefined) throw new RenderError(`the values in ${described} are not known`);
    const text = data === 'absent' ? undefined : data[valuesKey];
    if (text !== undefined) documents.push(text);
    else if (!optional)
      throw new RenderError(`${described} has no ${valuesKey}, so Flux fails, and deletes nothing`);
  }
  return [...documents, values];
}

function builtIn(
  build: Build,
  kind: string,
  namespace: string | undefined,
  name: string,
): Manifest | undefined {
  return [...build.values()]
    .flatMap(({ objects = [] }) => objects)
    .find(
      ({ kind: other, metadata }) =>
        other === kind && metadata.name === name && metadata.namespace === namespace,
    );
}

function textOf(folder: string): string {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
  } catch {
    return '';
  }
}
