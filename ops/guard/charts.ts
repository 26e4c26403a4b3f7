import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import type { LiveState } from './build';
import type { BuiltSide } from './built-side';
import { digestOf } from './digest-of';
import { type HelmCli, RenderError } from './helm-cli';
import { sourceIn } from './helm-changes';
import type { RecordedChart } from './helm-storage';
import { keyOfManifest, type Manifest } from './manifest';
import { merge } from './planned-values';
import type { ReleaseSpec } from './release-spec';
import { sourceOf } from './sources';

/** A chart on this machine. */
export interface Chart {
  readonly folder: string;
  /** The name that it has in itself. */
  readonly name: string;
  /** Why Flux may have packed another content of it. @default - it has this one */
  readonly doubt?: string;
}

export interface ChartFinderProps {
  readonly helm: HelmCli;
  /** A folder for temporary files. */
  readonly scratch: string;
  readonly live?: LiveState;
}

/** Finds the charts of HelmReleases: in the repository, in Helm's record of what it installed, or where they are published. */
export class ChartFinder {
  constructor(private readonly props: ChartFinderProps) {}

  /**
   * @param was the release before its change, and the side that has it
   * @throws RenderError if the chart can't be had
   */
  async find(release: Manifest, side: BuiltSide, was?: Manifest, before?: BuiltSide): Promise<Chart> {
    const { chartRef } = (release.spec ?? {}) as ReleaseSpec;
    if (chartRef === undefined && packing(release).sourceRef?.kind === 'GitRepository')
      return this.inRepository(release, side, was && before && { release: was, side: before });
    if (was !== undefined && before !== undefined) {
      const recorded = this.props.live?.releases.get(keyOfManifest(release))?.chart;
      const isSame = JSON.stringify(published(was, before)) === JSON.stringify(published(release, side));
      if (recorded !== undefined && isSame) {
        const chart = this.written(recorded);
        if (chart !== undefined) return chart;
      }
    }
    return await this.pulled(release, side);
  }

  private inRepository(
    release: Manifest,
    { revision, source, build }: BuiltSide,
    before?: { readonly release: Manifest; readonly side: BuiltSide },
  ): Chart {
    const { chart = '', sourceRef, valuesFiles = [] } = packing(release);
    const { name: where, isSynced } = sourceOf({ ...release, spec: { sourceRef } }, source, build);
    if (!isSynced) throw new RenderError(`its chart is in ${where}, which is not this repository`);
    const folder = join(revision.artifact, chart);
    if (!existsSync(join(folder, 'Chart.yaml')))
      throw new RenderError(`${revision.name} has no chart ${chart}, so Flux fails, and deletes nothing`);
    const doubt = isPackedAgain(release, folder, before)
      ? undefined
      : 'Flux packs its chart again only when the version in it changes';
    if (valuesFiles.length === 0) return { ...chartIn(folder), doubt };
    const copy = mkdtempSync(join(this.props.scratch, 'chart-'));
    cpSync(folder, copy, { recursive: true });
    // They take the place of the chart's own: https://fluxcd.io/flux/components/source/helmcharts/#values-files
    const documents = valuesFiles.map((file) => {
      const path = join(revision.artifact, file);
      if (!existsSync(path)) throw new RenderError(`${revision.name} has no ${file}`);
      return parse(readFileSync(path, 'utf8'), { version: '1.1' }) as unknown;
    });
    writeFileSync(
      join(copy, 'values.yaml'),
      JSON.stringify(documents.reduce((all, one) => merge(all, one), {})),
    );
    return { ...chartIn(copy), doubt };
  }

  /** A chart as Helm recorded it. The record leaves out the charts that it depends on. */
  private written({ metadata, templates, values, files, schema }: RecordedChart): Chart | undefined {
    if ((metadata.dependencies ?? []).length > 0) return undefined;
    const folder = mkdtempSync(join(this.props.scratch, 'chart-'));
    for (const { name, data } of [...templates, ...(files ?? [])]) {
      const path = join(folder, name);
      if (!path.startsWith(`${folder}/`)) return undefined;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, Buffer.from(data, 'base64'));
    }
    writeFileSync(join(folder, 'Chart.yaml'), JSON.stringify(metadata));
    writeFileSync(join(folder, 'values.yaml'), JSON.stringify(values ?? {}));
    if (schema != null) writeFileSync(join(folder, 'values.schema.json'), Buffer.from(schema, 'base64'));
    return chartIn(folder);
  }

  private async pulled(release: Manifest, side: BuiltSide): Promise<Chart> {
    const { source, chart, valuesFiles = [] } = published(release, side);
    if (valuesFiles.length > 0) throw new RenderError('its values are files of a chart that is not here');
    if (source === undefined) throw new RenderError('its chart is not here, nor its source');
    const { spec = {}, kind } = source;
    const {
      url = '',
      type,
      insecure,
      ref = {},
    } = spec as {
      url?: string;
      type?: string;
      insecure?: boolean;
      ref?: { tag?: string; semver?: string; digest?: string };
    };
    if (ref.digest !== undefined) throw new RenderError('its chart is given by a digest');
    const version = kind === 'OCIRepository' ? (ref.semver ?? ref.tag) : chart?.version;
    const options = [
      ...(version === undefined ? [] : [`--version=${version}`]),
      ...(insecure === true ? ['--plain-http'] : []),
    ];
    switch (kind) {
      case 'OCIRepository':
        return chartIn(await this.props.helm.pull(url, options));
      case 'HelmRepository':
        return chartIn(
          type === 'oci'
            ? await this.props.helm.pull(`${url.replace(/\/+$/, '')}/${chart?.chart}`, options)
            : await this.props.helm.pull(chart?.chart ?? '', [`--repo=${url}`, ...options]),
        );
      default:
        throw new RenderError(`its chart is in a ${kind}`);
    }
  }
}

/** Which published chart a release takes, from which source. */
function published(release: Manifest, { build }: BuiltSide) {
  const { chart: { spec } = {}, chartRef } = (release.spec ?? {}) as ReleaseSpec;
  const source = sourceIn(build, release);
  return {
    chart: spec,
    chartRef,
    valuesFiles: spec?.valuesFiles,
    source: source && { kind: source.kind, spec: source.spec },
  };
}

type Packing = NonNullable<NonNullable<ReleaseSpec['chart']>['spec']>;

function packing({ spec }: Manifest): Packing {
  return ((spec ?? {}) as ReleaseSpec).chart?.spec ?? {};
}

/**
 * Whether Flux takes in what changed in a chart's folder: with `reconcileStrategy: ChartVersion`, only another version makes it
 * (https://fluxcd.io/flux/components/source/helmcharts/#reconcile-strategy).
 */
function isPackedAgain(
  release: Manifest,
  folder: string,
  before: { readonly release: Manifest; readonly side: BuiltSide } | undefined,
): boolean {
  if (before === undefined || packing(release).reconcileStrategy === 'Revision') return true;
  const old = join(before.side.revision.artifact, packing(before.release).chart ?? '');
  return (
    JSON.stringify(packing(before.release)) !== JSON.stringify(packing(release)) ||
    !existsSync(join(old, 'Chart.yaml')) ||
    versionIn(old) !== versionIn(folder) ||
    digestOf(old) === digestOf(folder)
  );
}

function versionIn(folder: string): unknown {
  return (parse(readFileSync(join(folder, 'Chart.yaml'), 'utf8')) as { version?: unknown }).version;
}

function chartIn(folder: string): Chart {
  const { name = '' } = parse(readFileSync(join(folder, 'Chart.yaml'), 'utf8')) as { name?: string };
  return { folder, name };
}
