import { z } from 'zod';
import { durationField } from './duration';
import { between, pattern, text, type Fault } from './field';
import { freeMapping, keptMetadata, objectName } from './manifest-field';

/** Name of the release, its HelmRelease and its source. */
const NAME = 'flux-operator';

/** Where the operator's chart comes from, and which version it is. */
export const operatorSourceSchema = z.strictObject({
  apiVersion: z.literal('source.toolkit.fluxcd.io/v1'),
  kind: z.literal('OCIRepository'),
  metadata: keptMetadata(NAME),
  spec: z.strictObject({
    url: pattern(
      'the oci:// URL of the chart, for example oci://ghcr.io/controlplaneio-fluxcd/charts/flux-operator',
      /^oci:\/\/\S+\/flux-operator$/,
      'is not the URL of the chart flux-operator in an OCI registry',
    ),
    ref: z.strictObject({
      tag: text('an exact chart version, for example 0.59.0', chartVersionFault),
      digest: pattern('sha256: and 64 digits', /^sha256:[0-9a-f]{64}$/, 'is not a digest').optional(),
    }),
    layerSelector: z.strictObject({
      mediaType: z.literal('application/vnd.cncf.helm.chart.content.v1.tar+gzip'),
      operation: z.literal('copy'),
    }),
    interval: durationField('1m', '24h'),
    timeout: durationField('1s', '10m').optional(),
    insecure: z.boolean().optional(),
    provider: z.enum(['generic', 'aws']).optional(),
    secretRef: nameReference('Kubernetes secret'),
    certSecretRef: nameReference('Kubernetes secret'),
    proxySecretRef: nameReference('Kubernetes secret'),
    serviceAccountName: objectName('service account').optional(),
    verify: freeMapping('how the chart is verified').optional(),
  }),
});

/** The release that Flux makes of it once Git owns the operator. It knows nothing that the stack's release can't do. */
const operatorReleaseMapping = z.strictObject({
  apiVersion: z.literal('helm.toolkit.fluxcd.io/v2'),
  kind: z.literal('HelmRelease'),
  metadata: keptMetadata(NAME),
  spec: z.strictObject({
    releaseName: z.literal(NAME),
    chartRef: z.strictObject({ kind: z.literal('OCIRepository'), name: z.literal(NAME) }),
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

export const operatorReleaseSchema = between(
  operatorReleaseMapping,
  ['spec.values'],
  ({ spec: { values } }) =>
    values.fullnameOverride === undefined && values.nameOverride === undefined
      ? []
      : [
          {
            at: ['spec', 'values'],
            problem: 'renames the operator, which waits and hand-overs know as flux-operator',
            allowed: 'values without nameOverride and fullnameOverride',
          },
        ],
);

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
