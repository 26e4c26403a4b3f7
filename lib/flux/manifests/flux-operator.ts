import * as z from 'zod';
import { withRulesBetween, type Faults } from '../../validation/field';
import { valueAt, type PathIn } from '../../validation/path';
import releaseDefinition from './crds/helm-release.schema.json';
import sourceDefinition from './crds/helm-repository.schema.json';
import { customResourceSpec } from './custom-resource';
import { ownedMetadata } from './manifest-field';

/** Name of the release, its HelmRelease and its source. */
const name = 'flux-operator';

interface SourceSpec {
  url: string;
  type: string;
}

/**
 * Where Flux finds the operator's chart. Not an OCIRepository: from one the helm-controller names the version
 * `0.59.0+<digest>`, which no registry has, so Terraform could no longer plan the release.
 */
export function operatorSourceSchema(isInGit: boolean) {
  return z.strictObject({
    apiVersion: z.literal('source.toolkit.fluxcd.io/v1'),
    kind: z.literal('HelmRepository'),
    metadata: ownedMetadata(name, isInGit),
    spec: withRulesBetween(
      customResourceSpec<SourceSpec>(sourceDefinition, ['url', 'type'], {}),
      ['url', 'type'],
      typeFaults,
    ),
  });
}

function typeFaults({ url, type }: SourceSpec): Faults<SourceSpec> {
  if (url.startsWith('oci:') === (type === 'oci')) return [];
  return [
    {
      at: ['type'],
      problem: `does not fit the URL ${url}`,
      allowed: 'oci with an oci:// URL, default with another',
      remedy: `Write ${type === 'oci' ? 'default' : 'oci'}.`,
    },
  ];
}

interface ReleaseSpec {
  interval: string;
  releaseName: string;
  chart: {
    spec: {
      chart: string;
      version: string;
      sourceRef: { kind: string; name: string };
      valuesFiles?: string[];
    };
  };
  /** Values of the chart, for Terraform and Flux alike. */
  values?: Readonly<Record<string, unknown>>;
  chartRef?: object;
  kubeConfig?: object;
  postRenderers?: object[];
  storageNamespace?: string;
  targetNamespace?: string;
  valuesFrom?: object[];
}

/** What the stack's release is, which Flux takes over under the same name. */
const identity: readonly { at: PathIn<ReleaseSpec>; value: string }[] = [
  { at: ['releaseName'], value: name },
  { at: ['chart', 'spec', 'chart'], value: name },
  { at: ['chart', 'spec', 'sourceRef', 'kind'], value: 'HelmRepository' },
  { at: ['chart', 'spec', 'sourceRef', 'name'], value: name },
];

function identityFaults(spec: ReleaseSpec): Faults<ReleaseSpec> {
  return identity
    .filter(({ at, value }) => valueAt(spec, at) !== value)
    .map(({ at, value }) => ({
      at,
      problem: 'is not what the stack flux-operator installs',
      allowed: value,
      remedy: `Write ${value}.`,
    }));
}

/** What Flux would do and the stack's release can't: Git and Terraform would install different things. */
const onlyOfFlux = [
  ['chart', 'spec', 'valuesFiles'],
  ['chartRef'],
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

function versionFaults(version: string): Faults<ReleaseSpec> {
  const at = ['chart', 'spec', 'version'] as const;
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
    ['releaseName', 'chart.spec.version', 'interval'],
    {
      'chart.spec.version': 'an exact chart version, for example 0.59.0',
      interval: 'a duration, for example 30m',
    },
  );
  const named = withRulesBetween(spec, ['releaseName', 'chart'], identityFaults);
  const same = withRulesBetween(named, [...onlyOfFlux.map(([key]) => key)], foreignFaults);
  const exact = withRulesBetween(same, ['chart.spec.version'], ({ chart }) =>
    versionFaults(chart.spec.version),
  );
  return withRulesBetween(exact, ['values'], valuesFaults);
}

export type OperatorSourceManifest = z.output<ReturnType<typeof operatorSourceSchema>>;
export type OperatorReleaseManifest = z.output<ReturnType<typeof operatorReleaseSchema>>;
