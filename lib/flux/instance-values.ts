import type { FluxManifests } from './manifests/flux-manifests';

type Patch = FluxManifests['instance']['spec']['kustomize']['patches'][number];

/** The label that distinguishes shards, the default of the definition and of the chart. */
const shardKey = 'sharding.fluxcd.io/key';

/**
 * The values of the chart `flux-instance` that make it the FluxInstance of the manifest. What the chart has a default
 * for and the manifest leaves out is null, so that the default does not apply.
 */
export function instanceValues({ metadata, spec }: FluxManifests['instance']): Record<string, unknown> {
  const { distribution, components, commonMetadata, cluster, sharding, storage, kustomize, sync } = spec;
  return {
    commonLabels: metadata.labels,
    commonAnnotations: metadata.annotations,
    instance: {
      distribution: { ...distribution, artifact: distribution.artifact ?? null },
      components,
      ...(commonMetadata && { commonMetadata }),
      cluster,
      sync,
      kustomize: { ...kustomize, patches: kustomize.patches.map(withTargetFirst) },
      ...(storage && { storage }),
      ...(sharding && { sharding: { key: sharding.key ?? shardKey, shards: sharding.shards } }),
    },
  };
}

function withTargetFirst({ target, ...patch }: Patch): Patch {
  return target === undefined ? patch : { target, ...patch };
}
