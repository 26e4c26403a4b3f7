import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inBatches } from '../cluster/batches';
import type { Applied, Build, LiveState } from './build';
import { digestOf } from './digest-of';
import { effective, type Earlier } from './effective';
import { withDigests } from './encrypted';
import { BuildError, type FluxCli } from './flux-cli';
import { isPaused } from './keeping';
import {
  describeId,
  hasBuild,
  hasSameSpec,
  idOf,
  isHelmRelease,
  isKustomization,
  isResourceSet,
  keyOfManifest,
  type Key,
} from './manifest';
import type { Manifest } from './manifest';
import type { ResourceSetBuilder } from './resource-sets';
import type { Revision } from './revision';
import { sourceOf, type SyncedSource } from './sources';
import {
  decidingVariables,
  substitute,
  withMarkers,
  withoutSubstitution,
  type FindConfig,
} from './variables';

export interface TreeBuilderProps {
  readonly cli: FluxCli;
  readonly resourceSets: ResourceSetBuilder;
  readonly revision: Revision;
  readonly source: SyncedSource;
  /** Finds what is neither in the revision nor known of the fleet. */
  readonly findConfig: FindConfig;
  /** The build of the revision before. @default - this is the first */
  readonly before?: Build;
  readonly live?: LiveState;
}

/** Builds what Flux would apply from one revision: from the root down, through every Kustomization below it. */
export class TreeBuilder {
  private readonly applied = new Map<Key, Applied>();
  /** What the round before found. */
  private earlierRound: Build = new Map();
  private readonly cache = new Map<string, Promise<readonly Manifest[]>>();

  constructor(private readonly props: TreeBuilderProps) {}

  /** The whole build, with what the given Kustomizations apply too. */
  async build(roots: readonly Manifest[]): Promise<Build> {
    // A Kustomization can take variables from what another one applies, so a later round may know more.
    for (let round = 0, last = ''; ; round++) {
      this.earlierRound = new Map(this.applied);
      this.applied.clear();
      let step: readonly Manifest[] = roots;
      while (step.length > 0) step = await this.oneLevel(step);
      const now = JSON.stringify([...this.applied]);
      if (now === last || round === 4) return new Map(this.applied);
      last = now;
    }
  }

  private async oneLevel(appliers: readonly Manifest[]): Promise<readonly Manifest[]> {
    const news = appliers.filter((applier) => !this.applied.has(keyOfManifest(applier)));
    const built = await inBatches(news, async (applier) => await this.one(applier));
    for (const applied of built) this.applied.set(keyOfManifest(applied.applier), applied);
    return built
      .flatMap(({ applier, objects = [] }) =>
        objects
          .filter(hasBuild)
          .filter((object) => !this.isFrozen(applier) || !this.isAppliedByActive(object)),
      )
      .map((object) => effective(object, this.earlier(object)));
  }

  private get known(): Build {
    return new Map([...this.earlierRound, ...this.applied]);
  }

  private async one(applier: Manifest): Promise<Applied> {
    const was = this.props.before?.get(keyOfManifest(applier));
    const applied: Applied = this.isFrozen(applier)
      ? { ...was, applier, transition: undefined }
      : await this.content(applier);
    const isChanged = was !== undefined && !hasSameSpec(was.applier, applier);
    if (!isChanged || !isKustomization(applier) || isPaused(was.applier)) return applied;
    const { objects } = await this.content(was.applier);
    return { ...applied, ...(objects && { transition: { applier: was.applier, objects } }) };
  }

  /** What is paused applies nothing: what it applied before stays as it was, unless something else applies it too. */
  private isFrozen(applier: Manifest): boolean {
    return isPaused(applier) && this.props.before !== undefined;
  }

  private isAppliedByActive(object: Manifest): boolean {
    const key = keyOfManifest(object);
    return [...this.known.values()].some(
      ({ applier, objects = [] }) =>
        !this.isFrozen(applier) && objects.some((other) => keyOfManifest(other) === key),
    );
  }

  private async content(applier: Manifest): Promise<Applied> {
    if (isResourceSet(applier)) return await this.props.resourceSets.content(applier, this.known);
    const source = sourceOf(applier, this.props.source, this.known);
    if (!source.isSynced) {
      const fingerprint = JSON.stringify([applier.spec, source.manifest?.spec]);
      return { applier, fingerprint, unknown: `its source ${source.name} is not this repository` };
    }
    const { path = '.' } = (applier.spec ?? {}) as { readonly path?: string };
    if (!existsSync(join(this.props.revision.artifact, path)))
      return {
        applier,
        unknown: `${this.props.revision.name} has no folder ${path}, so Flux fails, and deletes nothing`,
        isFailing: true,
      };
    try {
      return await this.substituted(applier, path);
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      const unknown = `flux build fails on ${this.props.revision.name}: ${error.message}`;
      return { applier, unknown, isFailing: true };
    }
  }

  private async substituted(applier: Manifest, path: string): Promise<Applied> {
    const given = await substitute(applier, async (...config) => await this.config(...config));
    if (given.missing !== undefined)
      return {
        applier,
        unknown: `${given.missing} does not exist, so Flux fails, and deletes nothing`,
        isFailing: true,
      };
    const inline =
      given.unknownSources.length === 0
        ? given.kustomization
        : withMarkers(given, await this.run(withoutSubstitution(applier), path));
    const objects = await this.run(inline, path);
    const deciding = decidingVariables(objects);
    if (deciding.length > 0) {
      const sources =
        given.unknownSources.length === 0 ? ['ConfigMap terraform-outputs'] : given.unknownSources;
      return {
        applier,
        unknown: `it has the variables ${deciding.join(', ')} of ${sources.join(' or ')}, which is not known`,
      };
    }
    return { applier, objects, charts: this.charts(objects) };
  }

  private async run(kustomization: Manifest, path: string): Promise<readonly Manifest[]> {
    const wanted: Manifest = { ...kustomization, status: undefined };
    const key = JSON.stringify([wanted, path]);
    const running = this.cache.get(key) ?? this.built(wanted, path);
    this.cache.set(key, running);
    return await running;
  }

  private async built(kustomization: Manifest, path: string): Promise<readonly Manifest[]> {
    const { cli, revision } = this.props;
    return withDigests(await cli.build(kustomization, revision.artifact, path), revision.artifact);
  }

  private async config(
    kind: string,
    namespace: string,
    name: string,
  ): Promise<Awaited<ReturnType<FindConfig>>> {
    for (const { objects = [] } of this.known.values()) {
      const built = objects.find(
        (object) => describeId(idOf(object)) === describeId({ group: '', kind, namespace, name }),
      );
      // The CLI hides the values of Secrets that are encrypted.
      if (built?.kind === 'ConfigMap') return built.data ?? {};
    }
    return await this.props.findConfig(kind, namespace, name);
  }

  private earlier(object: Manifest): Earlier {
    const key = keyOfManifest(object);
    const live = this.props.live?.objects.get(key);
    return { built: this.props.before?.get(key)?.applier, live };
  }

  /** Digests of the charts that are folders of this repository. */
  private charts(objects: readonly Manifest[]): ReadonlyMap<Key, string> {
    const charts = new Map<Key, string>();
    for (const release of objects.filter(isHelmRelease)) {
      const { spec } = (release.spec?.chart ?? {}) as {
        spec?: { chart?: string; sourceRef?: { kind?: string } };
      };
      const folder = join(this.props.revision.artifact, spec?.chart ?? '');
      if (spec?.sourceRef?.kind !== 'GitRepository' || spec.chart === undefined || !existsSync(folder))
        continue;
      charts.set(keyOfManifest(release), digestOf(folder));
    }
    return charts;
  }
}
