import * as z from 'zod';
import { durationField } from '../../validation/duration-field';
import { pattern, text, withRulesBetween, type Fault, type Faults } from '../../validation/field';
import { objectName } from '../../validation/object-name';
import { freeMapping, keptMetadata } from './manifest-field';

/** Name of the release, its HelmRelease and its source. */
const NAME = 'flux-operator';

/**
 * Where Flux finds the operator's chart. Not an OCIRepository: from one the helm-controller names the version
 * `0.59.0+<digest>`, which no registry has, so that Terraform could plan the release no more.
 */
const operatorSourceMapping = z.strictObject({
  apiVersion: z.literal('source.toolkit.fluxcd.io/v1'),
  kind: z.literal('HelmRepository'),
  metadata: keptMetadata(NAME),
  spec: z.strictObject({
    url: pattern(
      'an oci:// or http(s):// URL, for example oci://ghcr.io/controlplaneio-fluxcd/charts',
      /^(oci|https?):\/\/\S+$/,
      'is not the URL of charts',
    ),
    type: z.enum(['default', 'oci']),
    interval: durationField('1m', '24h').optional(),
    timeout: durationField('1s', '10m').optional(),
    insecure: z.boolean().optional(),
    provider: z.enum(['generic', 'aws']).optional(),
    secretRef: nameReference('Kubernetes secret'),
    certSecretRef: nameReference('Kubernetes secret'),
    passCredentials: z.boolean().optional(),
  }),
});

export const operatorSourceSchema = withRulesBetween(
  operatorSourceMapping,
  ['spec.url', 'spec.type'],
  typeFaults,
);

function typeFaults(source: z.output<typeof operatorSourceMapping>): Faults<typeof source> {
  const { url, type } = source.spec;
  if (url.startsWith('oci:') === (type === 'oci')) return [];
  return [
    {
      at: ['spec', 'type'],
      problem: `does not fit the URL ${url}`,
      allowed: 'oci with an oci:// URL, default with another',
      remedy: `Write ${type === 'oci' ? 'default' : 'oci'}.`,
    },
  ];
}

/** The release that Flux makes of it once Git owns the operator. It knows nothing that the stack's release can't do. */
const operatorReleaseMapping = z.strictObject({
  apiVersion: z.literal('helm.toolkit.fluxcd.io/v2'),
  kind: z.literal('HelmRelease'),
  metadata: keptMetadata(NAME),
  spec: z.strictObject({
    releaseName: z.literal(NAME),
    chart: z.strictObject({
      spec: z.strictObject({
        chart: z.literal(NAME),
        version: text('an exact chart version, for example 0.59.0', chartVersionFault),
        sourceRef: z.strictObject({ kind: z.literal('HelmRepository'), name: z.literal(NAME) }),
        interval: durationField('1m', '24h').optional(),
        verify: freeMapping('how the chart is verified').optional(),
      }),
    }),
    interval: durationField('1m', '24h'),
    timeout: durationField('1m', '1h').optional(),
    maxHistory: z.number().describe('a whole number').optional(),
    serviceAccountName: objectName('service account').optional(),
    dependsOn: z.array(freeMapping('a name')).describe('a list of HelmReleases').optional(),
    driftDetection: freeMapping('how drift is detected').optional(),
    install: freeMapping('how the chart is installed').optional(),
    upgrade: freeMapping('how the chart is upgraded').optional(),
    rollback: freeMapping('how the chart is rolled back').optional(),
    test: freeMapping('how the chart is tested').optional(),
    /** Values of the chart, for Terraform and Flux alike. */
    values: freeMapping('the values of the chart flux-operator').default({}),
  }),
});

export const operatorReleaseSchema = withRulesBetween(operatorReleaseMapping, ['spec.values'], nameFaults);

function nameFaults(release: z.output<typeof operatorReleaseMapping>): Faults<typeof release> {
  const { values } = release.spec;
  if (values.fullnameOverride === undefined && values.nameOverride === undefined) return [];
  return [
    {
      at: ['spec', 'values'],
      problem: 'renames the operator, which waits and hand-overs know as flux-operator',
      allowed: 'values without nameOverride and fullnameOverride',
    },
  ];
}

export type OperatorSourceManifest = z.output<typeof operatorSourceSchema>;
export type OperatorReleaseManifest = z.output<typeof operatorReleaseSchema>;

function nameReference(what: string) {
  return z.strictObject({ name: objectName(what) }).optional();
}

function chartVersionFault(version: string): Fault | undefined {
  if (/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version)) return undefined;
  return version.includes('+')
    ? { problem: 'has build metadata, which makes later plans differ', remedy: 'Remove the part from the +.' }
    : { problem: 'is not an exact version' };
}
