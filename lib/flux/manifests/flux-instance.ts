import * as z from 'zod';
import { duplicateFaults, withRulesBetween, type Fault, type Faults } from '../../validation/field';
import { fluxInstanceSpecSchema, type FluxInstanceSpec } from './flux-instance-spec';
import { patchFaults, patchTextFaults, type PatchedPart } from './patches';
import { decidedByFleet, type KnownVariables } from '../variables';
import { openPgpKeys } from '../settings/signing-keys';
import type { FluxSettings } from '../settings/settings';
import { isMetadataKey, ownedMetadata } from './manifest-field';
import { valueAt, type PathIn } from '../../validation/path';

/**
 * A FluxInstance by its definition, with what the fleet decides, and nothing that would make Terraform and Git differ.
 *
 * @param variables what the fleet decides, to find where the manifest decides otherwise
 * @param parts what the fleet asks for and patches must do
 * @param isInGit whether Flux applies it too
 * @param asked what the fleet file asks for
 */
export function fluxInstanceSchema(
  variables: KnownVariables,
  parts: readonly PatchedPart[],
  isInGit: boolean,
  asked: Pick<FluxSettings, 'sync' | 'imageAutomation'>,
) {
  const automatesImages = asked.imageAutomation !== undefined;
  const rules: readonly SpecRule[] = [
    { reads: ['cluster', 'sync'], faults: (spec) => decidedByFleetFaults(spec, variables) },
    { reads: ['distribution', 'components', 'cluster', 'sync'], faults: versionFaults },
    { reads: ['distribution'], faults: ({ distribution }) => signatureFaults(distribution.version, asked) },
    { reads: ['distribution'], faults: ({ distribution }) => registryFaults(distribution.registry) },
    { reads: ['commonMetadata'], faults: ({ commonMetadata }) => keyFaults(commonMetadata) },
    { reads: ['components'], faults: ({ components }) => componentFaults(components, automatesImages) },
    { reads: ['cluster'], faults: ({ cluster }) => identityFaults(cluster) },
    { reads: ['migrateResources', 'wait', 'sharding'], faults: chartFaults },
    { reads: ['kustomize'], faults: ({ kustomize }) => patchTextFaults(kustomize.patches) },
    { reads: ['kustomize'], faults: ({ kustomize }) => patchFaults(kustomize.patches, parts) },
    { reads: ['kustomize'], faults: ({ kustomize }) => (isInGit ? digestFaults(kustomize.patches) : []) },
  ];
  return z.strictObject({
    apiVersion: z.literal('fluxcd.controlplane.io/v1'),
    kind: z.literal('FluxInstance'),
    metadata: ownedMetadata('flux', isInGit),
    spec: rules.reduce(
      (spec, { reads, faults }) => withRulesBetween(spec, reads, faults),
      fluxInstanceSpecSchema,
    ),
  });
}

/** From an OCIRepository, the helm-controller would give the operator's release a version that Terraform can't plan. */
function digestFaults(patches: FluxInstanceSpec['kustomize']['patches']): Faults<FluxInstanceSpec> {
  if (patches.some(({ patch }) => patch.includes('DisableChartDigestTracking=true'))) return [];
  return [
    {
      at: ['kustomize', 'patches'],
      problem: 'leave chart digests in versions of releases, which Terraform looks up in vain in every plan',
      allowed: 'a patch that gives the helm-controller --feature-gates=DisableChartDigestTracking=true',
      remedy: 'Copy the patch from gitops/flux-system/flux-instance.yaml.',
    },
  ];
}

interface SpecRule {
  readonly reads: readonly (keyof FluxInstanceSpec)[];
  readonly faults: (spec: FluxInstanceSpec) => Faults<FluxInstanceSpec>;
}

/** The manifest of Flux in one cluster. */
export type FluxInstanceManifest = z.output<ReturnType<typeof fluxInstanceSchema>>;

function decidedByFleetFaults(spec: FluxInstanceSpec, variables: KnownVariables): Faults<FluxInstanceSpec> {
  return Object.entries(decidedByFleet)
    .map(([key, name]) => ({ at: key.split('.') as unknown as PathIn<FluxInstanceSpec>, name }))
    .filter(({ at, name }) => valueAt(spec, at) !== variables[name])
    .map(({ at, name }) => ({
      at,
      problem: `differs from the fleet file, which says ${JSON.stringify(variables[name])}`,
      allowed: `\${${name}}`,
      remedy: `Write \${${name}}, and the value into the fleet file.`,
    }));
}

function versionFaults(spec: FluxInstanceSpec): Faults<FluxInstanceSpec> {
  const { distribution, components, cluster, sync } = spec;
  const [, minor] = /^2\.(x|[2-9]|[1-9]\d)(\.(\d+|x))?$/.exec(distribution.version) ?? [];
  if (minor === undefined) return [{ at: ['distribution', 'version'], problem: 'is not a version of Flux' }];
  const watcher = components.indexOf('source-watcher');
  const needs: readonly { isUsed: boolean; at: PathIn<FluxInstanceSpec>; newest: number; allowed: string }[] =
    [
      { isUsed: watcher >= 0, at: ['components', watcher], newest: 7, allowed: 'source-watcher' },
      {
        isUsed: cluster.objectLevelWorkloadIdentity === true,
        at: ['cluster', 'objectLevelWorkloadIdentity'],
        newest: 6,
        allowed: 'true',
      },
      {
        isUsed: sync.kind === 'GitRepository' && sync.provider === 'aws',
        at: ['sync', 'provider'],
        newest: 9,
        allowed: 'aws',
      },
    ];
  return needs
    .filter(({ isUsed, newest }) => isUsed && Number(minor) < newest)
    .map(({ at, newest, allowed }) => ({
      at,
      problem: `is not in Flux ${distribution.version}`,
      allowed: `${allowed} with Flux 2.${newest} or newer`,
      remedy: 'Remove it, or raise spec.distribution.version.',
    }));
}

/** Flux makes and verifies signatures of SSH since 2.9 (changelogs of image-automation-controller 1.2 and source-controller 1.9). */
function signatureFaults(
  version: string,
  { sync, imageAutomation }: Pick<FluxSettings, 'sync' | 'imageAutomation'>,
): Faults<FluxInstanceSpec> {
  const [, minor] = /^2\.(\d+)/.exec(version) ?? [];
  const verifies =
    sync.kind === 'git' && sync.verify?.publicKeys.some(({ text }) => openPgpKeys(text).length === 0);
  const key = imageAutomation === undefined ? verifies && 'flux.sync.verify' : 'flux.imageAutomation';
  if (!key || minor === undefined || Number(minor) >= 9) return [];
  return [
    {
      at: ['distribution', 'version'],
      problem: `knows no signatures of SSH, which ${key} of the fleet file needs`,
      allowed: 'Flux 2.9 or newer',
      remedy: `Raise spec.distribution.version, or remove ${key}.`,
    },
  ];
}

/** The definition takes any text; with a scheme, no image would be found. */
function registryFaults(registry: string): Faults<FluxInstanceSpec> {
  if (/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*$/.test(registry)) return [];
  return [
    {
      at: ['distribution', 'registry'],
      problem: 'is not an image registry',
      remedy: 'Write its host and folder alone.',
    },
  ];
}

/** The definition takes any key; Kubernetes would refuse the objects that the operator gives them to. */
function keyFaults(metadata: FluxInstanceSpec['commonMetadata'] = {}): Faults<FluxInstanceSpec> {
  return (['labels', 'annotations'] as const).flatMap((what) =>
    Object.keys(metadata[what] ?? {})
      .filter((key) => !isMetadataKey(key))
      .map((key) => ({
        at: ['commonMetadata', what, key] as const,
        problem: 'has a key that Kubernetes refuses',
        remedy: 'Change the key.',
      })),
  );
}

/** What Flux would start without, and then do nothing, or not all that the components are there for. */
function componentFaults(components: readonly string[], automatesImages: boolean): Faults<FluxInstanceSpec> {
  const ofImages = ['image-reflector-controller', 'image-automation-controller'];
  const needsImages = automatesImages || ofImages.some((name) => components.includes(name));
  const needed = [
    { names: ['source-controller', 'kustomize-controller'], by: 'every sync' },
    {
      names: needsImages ? ofImages : [],
      by: automatesImages ? 'flux.imageAutomation of the fleet file' : 'image automation',
    },
  ];
  const lacking = needed.flatMap(({ names, by }) =>
    names
      .filter((name) => !components.includes(name))
      .map((name) => ({
        at: ['components'] as const,
        problem: `lacks ${name}, which ${by} needs`,
        remedy: `Add ${name}.`,
      })),
  );
  const repeated = duplicateFaults(components).map(({ index, ...fault }) => ({
    at: ['components', index] as const,
    ...fault,
  }));
  return [...lacking, ...repeated];
}

/** A rule of the definition that its JSON Schema doesn't have. */
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

/** What the custom resource has and the chart flux-instance does not pass on: Terraform and Git would differ forever. */
function chartFaults({ migrateResources, wait, sharding }: FluxInstanceSpec): Faults<FluxInstanceSpec> {
  const problem = 'is not passed on by the chart flux-instance';
  const faults: Fault<PathIn<FluxInstanceSpec>>[] = [];
  if (migrateResources === false) faults.push({ at: ['migrateResources'], problem, allowed: 'true' });
  if (wait === false) faults.push({ at: ['wait'], problem, allowed: 'true' });
  if (sharding?.storage === 'persistent')
    faults.push({ at: ['sharding', 'storage'], problem, allowed: 'ephemeral' });
  return faults;
}
