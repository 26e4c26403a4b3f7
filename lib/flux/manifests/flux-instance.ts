import * as z from 'zod';
import { between, type Fault } from '../../validation/field';
import { fluxInstanceSpecSchema, type FluxInstanceSpec } from './flux-instance-spec';
import { patchFaults, type PatchedPart } from './patches';
import type { KnownVariables } from '../variables';
import { keptMetadata } from './manifest-field';
import { valueAt } from '../../validation/path';

/** Where the fleet file decides, and under which name: what stands there must be the variable. */
const DECIDED_BY_FLEET = {
  'spec.cluster.size': 'FLUX_CLUSTER_SIZE',
  'spec.sync.kind': 'SYNC_KIND',
  'spec.sync.url': 'SYNC_URL',
  'spec.sync.ref': 'SYNC_REF',
  'spec.sync.path': 'SYNC_PATH',
  'spec.sync.interval': 'SYNC_INTERVAL',
  'spec.sync.provider': 'SYNC_PROVIDER',
  'spec.sync.pullSecret': 'SYNC_PULL_SECRET',
} as const;

/**
 * The FluxInstance as the chart flux-instance can make it (https://fluxoperator.dev/docs/crd/fluxinstance/, version
 * 0.59.0). It is complete: nothing that matters is left to a default of the chart.
 *
 * @param variables what the fleet decides, to find where the manifest decides otherwise
 * @param parts what the fleet asks for and patches must do
 */
export function fluxInstanceSchema(variables: KnownVariables, parts: readonly PatchedPart[]) {
  const mapping = z.strictObject({
    apiVersion: z.literal('fluxcd.controlplane.io/v1'),
    kind: z.literal('FluxInstance'),
    metadata: keptMetadata('flux'),
    spec: fluxInstanceSpecSchema,
  });
  return between(mapping, ['spec'], (manifest) => [
    ...decidedByFleetFaults(manifest, variables),
    ...versionFaults(manifest.spec),
    ...identityFaults(manifest.spec.cluster),
    ...chartFaults(manifest.spec),
    ...patchFaults(manifest.spec.kustomize.patches, parts),
  ]);
}

/** The manifest of Flux in one cluster. */
export type FluxInstanceManifest = z.output<ReturnType<typeof fluxInstanceSchema>>;

function decidedByFleetFaults(manifest: unknown, variables: KnownVariables): readonly Fault[] {
  return Object.entries(DECIDED_BY_FLEET)
    .map(([path, name]) => ({ at: path.split('.'), name }))
    .filter(({ at, name }) => valueAt(manifest, at) !== variables[name])
    .map(({ at, name }) => ({
      at,
      problem: `is not what the fleet file decides, ${JSON.stringify(variables[name])}`,
      allowed: `\${${name}}`,
      remedy: `Write \${${name}}, and the value into the fleet file.`,
    }));
}

function versionFaults({ distribution, components, cluster, sync }: FluxInstanceSpec): readonly Fault[] {
  const minor = Number(distribution.version.split('.')[1]);
  const faults: Fault[] = [];
  const needs = (newest: number, at: Fault['at'], allowed: string) => {
    if (minor < newest)
      faults.push({
        at,
        problem: `is not in Flux ${distribution.version}`,
        allowed: `${allowed} with Flux 2.${newest} or newer`,
        remedy: 'Remove it, or raise spec.distribution.version.',
      });
  };
  const watcher = components.indexOf('source-watcher');
  if (watcher >= 0) needs(7, ['spec', 'components', watcher], 'source-watcher');
  if (cluster.objectLevelWorkloadIdentity)
    needs(6, ['spec', 'cluster', 'objectLevelWorkloadIdentity'], 'true');
  if (sync.kind === 'GitRepository' && sync.provider === 'aws') needs(9, ['spec', 'sync', 'provider'], 'aws');
  return faults;
}

function identityFaults(cluster: FluxInstanceSpec['cluster']): readonly Fault[] {
  if (!cluster.multitenantWorkloadIdentity || cluster.objectLevelWorkloadIdentity) return [];
  return [
    {
      at: ['spec', 'cluster', 'multitenantWorkloadIdentity'],
      problem: 'needs objectLevelWorkloadIdentity',
      allowed: 'true together with objectLevelWorkloadIdentity: true',
      remedy: 'Add spec.cluster.objectLevelWorkloadIdentity: true.',
    },
  ];
}

/** What the custom resource has and the chart flux-instance does not hand on: Terraform and Git would differ for ever. */
function chartFaults({ migrateResources, wait, sharding }: FluxInstanceSpec): readonly Fault[] {
  const problem = 'is not handed on by the chart flux-instance';
  const faults: Fault[] = [];
  if (!migrateResources) faults.push({ at: ['spec', 'migrateResources'], problem, allowed: 'true' });
  if (!wait) faults.push({ at: ['spec', 'wait'], problem, allowed: 'true' });
  if (sharding?.storage === 'persistent')
    faults.push({ at: ['spec', 'sharding', 'storage'], problem, allowed: 'ephemeral' });
  return faults;
}
