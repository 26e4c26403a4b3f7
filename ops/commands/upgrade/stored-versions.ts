import type { FluxCluster, FluxDefinition } from '../../cluster/flux-cluster';
import { apisOf, type FluxApi } from './flux-apis';
import type { Version } from '../../../lib/validation/version';

/** Objects of one kind that the target of an upgrade would not understand. */
export interface StoredVersions {
  /** For example `helmreleases.helm.toolkit.fluxcd.io`. */
  readonly definition: string;
  readonly kind: string;
  /**
   * Versions in which objects may be stored and which the target does not have: the API server would refuse its definition.
   * The operator clears them when it reconciles (`spec.migrateResources`).
   */
  readonly stored: readonly string[];
  /** Objects written in a version that the target does not serve. The operator rewrites them with the upgrade. */
  readonly written: number;
}

/** Compares what the cluster stores with what a release of Flux serves, kind by kind. Omits kinds without a finding. */
export async function storedVersions(cluster: FluxCluster, to: Version): Promise<readonly StoredVersions[]> {
  const target = apisOf(to);
  const found = await Promise.all(
    (await cluster.definitions()).map(async (definition) => {
      const api = target.find(({ group, kind }) => group === definition.group && kind === definition.kind);
      return api && (await compare(cluster, definition, api));
    }),
  );
  return found
    .filter((finding) => finding !== undefined)
    .filter(({ stored, written }) => stored.length > 0 || written > 0);
}

async function compare(
  cluster: FluxCluster,
  definition: FluxDefinition,
  { group, kind, served }: FluxApi,
): Promise<StoredVersions> {
  const isOld = (apiVersion: string | undefined) =>
    apiVersion !== undefined &&
    apiVersion.startsWith(`${group}/`) &&
    !served.includes(apiVersion.slice(group.length + 1));
  const objects = await cluster.listOf(definition);
  return {
    definition: definition.name,
    kind,
    stored: definition.stored.filter((version) => !served.includes(version)),
    written: objects.filter(({ metadata }) =>
      metadata.managedFields?.some(({ apiVersion }) => isOld(apiVersion)),
    ).length,
  };
}
