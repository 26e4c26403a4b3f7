import type { Build } from './build';
import { describeId, groupsOfSources, idOf, keyOfManifest, type Manifest } from './manifest';
import type { Reference, ReleaseSpec } from './release-spec';

/** What a change of a HelmRelease means for what it installed. */
export type HelmChange = 'moves' | 'may move' | 'changes';

export interface HelmChangeProps {
  /** The release before the change, as it was built; as it is live if no revision has it. */
  readonly was: Manifest;
  /** @default - the cluster was not asked */
  readonly live?: Manifest;
  readonly now: Manifest;
  readonly from: Build;
  readonly to: Build;
  /** The name in the chart itself, before and after. @default - not known */
  readonly charts?: { readonly before?: string; readonly after?: string };
}

/** The longest name of a release; Flux shortens a longer one: https://fluxcd.io/flux/components/helm/helmreleases/#release-name */
const longestName = 53;

/**
 * Where the helm-controller keeps a release, it upgrades it, and Helm deletes what the chart no longer has. Where name, namespace
 * or storage of the release change, it first uninstalls it, and so it does by default where the chart's name does
 * (https://fluxcd.io/flux/components/helm/helmreleases/#release-configuration).
 *
 * @returns undefined if nothing changes in what is installed
 */
export function helmChange({
  was,
  live,
  now,
  from,
  to,
  charts = {},
}: HelmChangeProps): HelmChange | undefined {
  if (hasMoved(was, live, now)) return 'moves';
  if (inputsOf(was, from) === inputsOf(now, to)) return undefined;
  const old = was.spec as ReleaseSpec;
  const spec = now.spec as ReleaseSpec;
  if (spec.upgrade?.chartNameChangeStrategy === 'InPlace') return 'changes';
  const { before = installedChart(live), after } = charts;
  if (before !== undefined && after !== undefined) return before === after ? 'changes' : 'moves';
  return JSON.stringify(chartOf(old)) === JSON.stringify(chartOf(spec)) ? 'changes' : 'may move';
}

/** The name of the chart that is installed. */
function installedChart(live: Manifest | undefined): string | undefined {
  const [latest] = (live?.status?.history ?? []) as readonly { readonly chartName?: string }[];
  return latest?.chartName;
}

function hasMoved(was: Manifest, live: Manifest | undefined, now: Manifest): boolean {
  const before = targetOf(was);
  const after = targetOf(now);
  const { storageNamespace, history } = (live?.status ?? {}) as {
    readonly storageNamespace?: string;
    readonly history?: readonly { readonly name: string; readonly namespace: string }[];
  };
  const [latest] = history ?? [];
  if (storageNamespace === undefined || latest === undefined)
    return live === undefined && JSON.stringify(before) !== JSON.stringify(after);
  return (
    after.storage !== storageNamespace ||
    after.namespace !== latest.namespace ||
    (after.name.length <= longestName ? after.name !== latest.name : after.name !== before.name)
  );
}

/** Where Helm installs a release, and where it keeps its record. */
export function targetOf({ metadata, spec = {} }: Manifest) {
  const { releaseName, targetNamespace, storageNamespace } = spec as ReleaseSpec;
  const own = metadata.namespace ?? '';
  return {
    name: releaseName ?? [targetNamespace, metadata.name].filter(Boolean).join('-'),
    namespace: targetNamespace ?? own,
    storage: storageNamespace ?? own,
  };
}

/** The chart by its name; that of a `chartRef` is in the source's artifact, whose address says most about it. */
function chartOf({ chart, chartRef }: ReleaseSpec): unknown {
  return chartRef ?? chart?.spec?.chart;
}

/** What decides what the release consists of, as far as builds say it. */
export function inputsOf(release: Manifest, build: Build): string {
  const { metadata } = release;
  const { chart, chartRef, values, valuesFrom = [], postRenderers, upgrade } = release.spec as ReleaseSpec;
  const key = keyOfManifest(release);
  const folder = [...build.values()]
    .map(({ charts }) => charts?.get(key))
    .find((found) => found !== undefined);
  return JSON.stringify([
    chart,
    chartRef,
    values,
    valuesFrom,
    postRenderers,
    folder,
    upgrade?.preserveValues,
    sourceIn(build, release)?.spec,
    valuesFrom.map((reference) => contentOf(referred(build, reference, metadata.namespace, ['']))),
  ]);
}

/** The source of a release's chart, as a revision builds it. */
export function sourceIn(build: Build, { metadata, spec }: Manifest): Manifest | undefined {
  const { chart, chartRef } = (spec ?? {}) as ReleaseSpec;
  const reference = chartRef ?? chart?.spec?.sourceRef;
  return reference && referred(build, reference, metadata.namespace, groupsOfSources);
}

function contentOf(object: (Manifest & { readonly stringData?: unknown }) | undefined): unknown {
  return object && [object.data, object.stringData];
}

function referred(
  build: Build,
  reference: Reference,
  namespace: string | undefined,
  groups: readonly string[],
) {
  const { kind, name } = reference;
  const wanted = describeId({ group: '', kind, name, namespace: reference.namespace ?? namespace ?? '' });
  for (const { objects = [] } of build.values()) {
    const found = objects.find((object) => {
      const id = idOf(object);
      return groups.includes(id.group) && describeId(id) === wanted;
    });
    if (found !== undefined) return found;
  }
  return undefined;
}
