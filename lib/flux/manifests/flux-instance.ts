import * as z from 'zod';
import { withRulesBetween, type Fault, type Faults } from '../../validation/field';
import { fluxInstanceSpecSchema, type FluxInstanceSpec } from './flux-instance-spec';
import { patchFaults, type PatchedPart } from './patches';
import type { FactName } from '../variable-names';
import type { KnownVariables } from '../variables';
import { keptMetadata } from './manifest-field';
import { valueAt, type PathIn } from '../../validation/path';

/** Where the fleet file decides, and under which name: what stands there must be the variable. */
const decidedByFleet = [
  [['cluster', 'size'], 'FLUX_CLUSTER_SIZE'],
  [['sync', 'kind'], 'SYNC_KIND'],
  [['sync', 'url'], 'SYNC_URL'],
  [['sync', 'ref'], 'SYNC_REF'],
  [['sync', 'path'], 'SYNC_PATH'],
  [['sync', 'interval'], 'SYNC_INTERVAL'],
  [['sync', 'provider'], 'SYNC_PROVIDER'],
  [['sync', 'pullSecret'], 'SYNC_PULL_SECRET'],
] as const satisfies readonly (readonly [PathIn<FluxInstanceSpec>, FactName])[];

/**
 * The FluxInstance as the chart flux-instance can make it (https://fluxoperator.dev/docs/crd/fluxinstance/, version
 * 0.59.0). It is complete: nothing that matters is left to a default of the chart.
 *
 * @param variables what the fleet decides, to find where the manifest decides otherwise
 * @param parts what the fleet asks for and patches must do
 */
export function fluxInstanceSchema(variables: KnownVariables, parts: readonly PatchedPart[]) {
  const spec = withRulesBetween(
    fluxInstanceSpecSchema,
    [
      'distribution.version',
      'components',
      'cluster',
      'sync',
      'kustomize',
      'migrateResources',
      'wait',
      'sharding',
    ],
    (spec) => [
      ...decidedByFleetFaults(spec, variables),
      ...versionFaults(spec),
      ...identityFaults(spec.cluster),
      ...chartFaults(spec),
      ...patchFaults(spec.kustomize.patches, parts),
    ],
  );
  return z.strictObject({
    apiVersion: z.literal('fluxcd.controlplane.io/v1'),
    kind: z.literal('FluxInstance'),
    metadata: keptMetadata('flux'),
    spec,
  });
}

/** The manifest of Flux in one cluster. */
export type FluxInstanceManifest = z.output<ReturnType<typeof fluxInstanceSchema>>;

function decidedByFleetFaults(spec: FluxInstanceSpec, variables: KnownVariables): Faults<FluxInstanceSpec> {
  return decidedByFleet
    .filter(([at, name]) => valueAt(spec, at) !== variables[name])
    .map(([at, name]) => ({
      at,
      problem: `is not what the fleet file decides, ${JSON.stringify(variables[name])}`,
      allowed: `\${${name}}`,
      remedy: `Write \${${name}}, and the value into the fleet file.`,
    }));
}

function versionFaults({
  distribution,
  components,
  cluster,
  sync,
}: FluxInstanceSpec): Faults<FluxInstanceSpec> {
  const minor = Number(distribution.version.split('.')[1]);
  const faults: Fault<PathIn<FluxInstanceSpec>>[] = [];
  const needs = (newest: number, at: PathIn<FluxInstanceSpec>, allowed: string) => {
    if (minor < newest)
      faults.push({
        at,
        problem: `is not in Flux ${distribution.version}`,
        allowed: `${allowed} with Flux 2.${newest} or newer`,
        remedy: 'Remove it, or raise spec.distribution.version.',
      });
  };
  const watcher = components.indexOf('source-watcher');
  if (watcher >= 0) needs(7, ['components', watcher], 'source-watcher');
  if (cluster.objectLevelWorkloadIdentity) needs(6, ['cluster', 'objectLevelWorkloadIdentity'], 'true');
  if (sync.kind === 'GitRepository' && sync.provider === 'aws') needs(9, ['sync', 'provider'], 'aws');
  return faults;
}

function identityFaults(cluster: FluxInstanceSpec['cluster']): Faults<FluxInstanceSpec> {
  if (!cluster.multitenantWorkloadIdentity || cluster.objectLevelWorkloadIdentity) return [];
  return [
    {
      at: ['cluster', 'multitenantWorkloadIdentity'],
      problem: 'needs objectLevelWorkloadIdentity',
      allowed: 'true together with objectLevelWorkloadIdentity: true',
      remedy: 'Add spec.cluster.objectLevelWorkloadIdentity: true.',
    },
  ];
}

/** What the custom resource has and the chart flux-instance does not hand on: Terraform and Git would differ for ever. */
function chartFaults({ migrateResources, wait, sharding }: FluxInstanceSpec): Faults<FluxInstanceSpec> {
  const problem = 'is not handed on by the chart flux-instance';
  const faults: Fault<PathIn<FluxInstanceSpec>>[] = [];
  if (!migrateResources) faults.push({ at: ['migrateResources'], problem, allowed: 'true' });
  if (!wait) faults.push({ at: ['wait'], problem, allowed: 'true' });
  if (sharding?.storage === 'persistent')
    faults.push({ at: ['sharding', 'storage'], problem, allowed: 'ephemeral' });
  return faults;
}
