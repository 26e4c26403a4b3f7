import * as z from 'zod';
import { withRulesBetween, type Faults } from '../../validation/field';
import { ConfigurationError } from '../../validation/errors';
import { valueAt, type PathIn } from '../../validation/path';
import releaseDefinition from './crds/helm-release.schema.json';
import sourceDefinition from './crds/oci-repository.schema.json';
import { customResourceSpec } from './custom-resource';
import { ownedMetadata } from './manifest-field';

/** Name of the release, its HelmRelease and its source. */
const name = 'flux-operator';

interface SourceSpec {
  url: string;
  /** Terraform reads the version here too. */
  ref: { tag: string; semver?: string; semverFilter?: string; digest?: string };
  layerSelector: { mediaType: string; operation: string };
}

/**
 * Where Flux finds the operator's chart, and whose signature it must have.
 *
 * @param charts the registry's folder from which the stack flux-operator installs
 */
export function operatorSourceSchema(isInGit: boolean, charts: string) {
  const spec = customResourceSpec<SourceSpec>(
    sourceDefinition,
    ['url', 'ref.tag', 'layerSelector.mediaType', 'layerSelector.operation'],
    { 'ref.tag': 'an exact chart version, for example 0.59.0' },
  );
  const same = withRulesBetween(spec, ['url', 'layerSelector'], (given) =>
    identityFaults<SourceSpec>(given, [
      { at: ['url'], value: `${charts}/${name}` },
      // As helm pushes charts; without `copy`, Flux would unpack it.
      { at: ['layerSelector', 'mediaType'], value: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip' },
      { at: ['layerSelector', 'operation'], value: 'copy' },
    ]),
  );
  return z.strictObject({
    apiVersion: z.literal('source.toolkit.fluxcd.io/v1'),
    kind: z.literal('OCIRepository'),
    metadata: ownedMetadata(name, isInGit),
    spec: withRulesBetween(same, ['ref'], ({ ref }) => [...versionFaults(ref.tag), ...refFaults(ref)]),
  });
}

function refFaults(ref: SourceSpec['ref']): Faults<SourceSpec> {
  return (['semver', 'semverFilter', 'digest'] as const)
    .filter((key) => ref[key] !== undefined)
    .map((key) => ({
      at: ['ref', key] as const,
      problem: 'decides before the tag, so that Terraform and Git would install different things',
      allowed: 'a ref with nothing but tag',
      remedy: 'Remove it.',
    }));
}

interface ReleaseSpec {
  interval: string;
  releaseName: string;
  chartRef: { kind: string; name: string; namespace?: string };
  serviceAccountName?: string;
  /** Values of the chart, for Terraform and Flux alike. */
  values?: Readonly<Record<string, unknown>>;
  chart?: object;
  kubeConfig?: object;
  postRenderers?: object[];
  storageNamespace?: string;
  targetNamespace?: string;
  valuesFrom?: object[];
}

/** What the stack's release is, which Flux takes over under the same name. */
const releaseIdentity: readonly Identity<ReleaseSpec>[] = [
  { at: ['releaseName'], value: name },
  { at: ['chartRef', 'kind'], value: 'OCIRepository' },
  { at: ['chartRef', 'name'], value: name },
];

interface Identity<Spec> {
  readonly at: PathIn<Spec>;
  readonly value: string;
}

function identityFaults<Spec>(spec: Spec, identity: readonly Identity<Spec>[]): Faults<Spec> {
  return identity
    .filter(({ at, value }) => valueAt(spec, at as readonly PropertyKey[]) !== value)
    .map(({ at, value }) => ({
      at,
      problem: 'is not what the stack flux-operator installs',
      allowed: value,
      remedy: `Write ${value}.`,
    }));
}

/** What Flux would do and the stack's release can't: Git and Terraform would install different things. */
const onlyOfFlux = [
  ['chart'],
  ['chartRef', 'namespace'],
  ['kubeConfig'],
  ['postRenderers'],
  ['storageNamespace'],
  ['targetNamespace'],
  ['valuesFrom'],
] as const satisfies readonly PathIn<ReleaseSpec>[];

function foreignFaults(spec: ReleaseSpec): Faults<ReleaseSpec> {
  return onlyOfFlux
    .filter((at) => valueAt(spec, at) !== undefined)
    .map((at) => ({
      at,
      problem:
        'is not something that the stack flux-operator can do: Terraform and Git would install different things',
      allowed: `a HelmRelease without ${at.at(-1)}`,
      remedy: 'Remove it; what the chart needs goes into spec.values.',
    }));
}

function versionFaults(version: string): Faults<SourceSpec> {
  const at = ['ref', 'tag'] as const;
  if (/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version)) return [];
  return version.includes('+')
    ? [
        {
          at,
          problem: 'has build metadata, which makes later plans differ',
          remedy: 'Remove the part from the +.',
        },
      ]
    : [{ at, problem: 'is not an exact version' }];
}

function valuesFaults({ values = {} }: { readonly values?: unknown }): Faults<ReleaseSpec> {
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    return [
      {
        at: ['values'],
        problem: values === null ? 'is empty' : 'is not a mapping',
        allowed: 'a mapping with values of the chart flux-operator',
      },
    ];
  if (!('fullnameOverride' in values) && !('nameOverride' in values)) return [];
  return [
    {
      at: ['values'],
      problem: 'renames the operator, which waits and hand-overs know as flux-operator',
      allowed: 'values without nameOverride and fullnameOverride',
    },
  ];
}

/** The release that Flux makes of it once Git owns the operator. */
export function operatorReleaseSchema(isInGit: boolean) {
  return z.strictObject({
    apiVersion: z.literal('helm.toolkit.fluxcd.io/v2'),
    kind: z.literal('HelmRelease'),
    metadata: ownedMetadata(name, isInGit),
    spec: releaseSpecSchema(),
  });
}

function releaseSpecSchema() {
  const spec = customResourceSpec<ReleaseSpec>(
    releaseDefinition,
    ['releaseName', 'chartRef.kind', 'chartRef.name', 'interval'],
    { interval: 'a duration, for example 30m' },
  );
  const named = withRulesBetween(spec, ['releaseName', 'chartRef'], (given) =>
    identityFaults<ReleaseSpec>(given, releaseIdentity),
  );
  const same = withRulesBetween(named, [...new Set(onlyOfFlux.map(([key]) => key))], foreignFaults);
  return withRulesBetween(same, ['values'], valuesFaults);
}

/**
 * Checks that Flux may install the operator: under `multitenant`, it acts as a tenant's service account wherever none is named.
 *
 * @param file as messages name it
 * @throws ConfigurationError if it may not
 */
export function checkServiceAccount(
  file: string,
  { spec }: OperatorReleaseManifest,
  multitenant = false,
): void {
  if (!multitenant || spec.serviceAccountName !== undefined) return;
  throw new ConfigurationError([
    {
      file,
      path: 'HelmRelease spec.serviceAccountName',
      problem: 'is missing under multitenant, so that Flux would act as a service account without rights',
      allowed: 'helm-controller',
      remedy: 'Add serviceAccountName: helm-controller.',
    },
  ]);
}

export type OperatorSourceManifest = z.output<ReturnType<typeof operatorSourceSchema>>;
export type OperatorReleaseManifest = z.output<ReturnType<typeof operatorReleaseSchema>>;
