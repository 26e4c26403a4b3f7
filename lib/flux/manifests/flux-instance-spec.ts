import * as z from 'zod';
import { durationField } from '../../validation/duration-field';
import { pattern, text, uniqueList, type Fault } from '../../validation/field';
import { objectName } from '../../validation/object-name';
import { keyValues } from './manifest-field';
import { readPatch } from './patch-text';

const COMPONENTS = [
  'source-controller',
  'kustomize-controller',
  'helm-controller',
  'notification-controller',
  'image-reflector-controller',
  'image-automation-controller',
  'source-watcher',
] as const;

const IMAGE_COMPONENTS = ['image-reflector-controller', 'image-automation-controller'] as const;

/** What a FluxInstance may say (https://fluxoperator.dev/docs/crd/fluxinstance/, version 0.59.0). */
export const fluxInstanceSpecSchema = z.strictObject({
  distribution: distributionSchema(),
  components: uniqueList(z.enum(COMPONENTS), `a list of ${COMPONENTS.join(', ')}`, missingComponentFault),
  commonMetadata: z
    .strictObject({
      labels: keyValues('labels').optional(),
      annotations: keyValues('annotations').optional(),
    })
    .optional(),
  cluster: clusterSchema(),
  sharding: shardingSchema().optional(),
  storage: z
    .strictObject({
      class: objectName('storage class'),
      size: pattern(
        'a quantity, for example 10Gi',
        /^\d+(\.\d+)?([KMGTPE]i?)?$/,
        'is not a quantity of Kubernetes',
      ),
    })
    .optional(),
  kustomize: z.strictObject({ patches: z.array(patchSchema()).describe('a list of patches') }),
  migrateResources: z.boolean().default(true),
  wait: z.boolean().default(true),
  sync: z.strictObject({
    name: objectName('Kustomization').optional(),
    interval: durationField('10s', '1h'),
    kind: z.enum(['GitRepository', 'OCIRepository', 'Bucket']),
    url: z.string().describe('${SYNC_URL}'),
    ref: z.string().describe('${SYNC_REF}'),
    path: z.string().describe('${SYNC_PATH}'),
    pullSecret: z.string().describe('${SYNC_PULL_SECRET}'),
    provider: z.enum(['generic', 'aws', 'azure', 'gcp', 'github']),
  }),
});

export type FluxInstanceSpec = z.output<typeof fluxInstanceSpecSchema>;

function distributionSchema() {
  return z.strictObject({
    version: pattern(
      'a version of Flux 2 from 2.2, for example 2.7.3, or a range, for example 2.7.x',
      /^2\.(x|([2-9]|[1-9]\d)\.(\d+|x))$/,
      'is not a version of Flux',
    ),
    registry: pattern(
      'a registry without scheme, for example ghcr.io/fluxcd',
      /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*$/,
      'is not an image registry',
    ),
    variant: z
      .enum(['upstream-alpine', 'enterprise-alpine', 'enterprise-distroless', 'enterprise-distroless-fips'])
      .optional(),
    imagePullSecret: objectName('Kubernetes secret').optional(),
    /** OCI artifact with newer manifests than the operator embeds. Default: the embedded ones. */
    artifact: pattern('an oci:// URL', /^oci:\/\/[^\s/]+\/\S+$/, 'is not an OCI artifact').optional(),
    artifactPullSecret: objectName('Kubernetes secret').optional(),
  });
}

function clusterSchema() {
  const serviceAccount = () => objectName('service account').optional();
  return z.strictObject({
    type: z.enum(['kubernetes', 'openshift', 'aws', 'azure', 'gcp']),
    domain: pattern(
      'a DNS domain, for example cluster.local',
      /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
      'is not a DNS domain',
    ).optional(),
    size: z.enum(['small', 'medium', 'large']),
    networkPolicy: z.boolean(),
    multitenant: z.boolean().optional(),
    multitenantWorkloadIdentity: z.boolean().optional(),
    objectLevelWorkloadIdentity: z.boolean().optional(),
    tenantDefaultServiceAccount: serviceAccount(),
    tenantDefaultDecryptionServiceAccount: serviceAccount(),
    tenantDefaultKubeConfigServiceAccount: serviceAccount(),
  });
}

function shardingSchema() {
  return z.strictObject({
    key: z.string().describe('the key of a label').default('sharding.fluxcd.io/key'),
    shards: uniqueList(objectName('shard'), 'a list of names of shards', (shards) =>
      shards.length === 0 ? { problem: 'is empty', remedy: 'Name a shard, or remove sharding.' } : undefined,
    ),
    storage: z.enum(['ephemeral', 'persistent']).default('ephemeral'),
  });
}

function patchSchema() {
  const selector = () => z.string().optional();
  return z.strictObject({
    target: z
      .strictObject({
        group: selector(),
        version: selector(),
        kind: selector(),
        name: selector(),
        namespace: selector(),
        labelSelector: selector(),
        annotationSelector: selector(),
      })
      .optional(),
    patch: text('a patch as YAML in a text: strategic merge, or JSON 6902', patchFault),
  });
}

function patchFault(patch: string): Fault | undefined {
  const read = readPatch(patch);
  return 'problem' in read ? read : undefined;
}

function missingComponentFault(components: readonly string[]): Fault | undefined {
  const required = ['source-controller', 'kustomize-controller'];
  const missing =
    required.find((name) => !components.includes(name)) ??
    (IMAGE_COMPONENTS.some((name) => components.includes(name))
      ? IMAGE_COMPONENTS.find((name) => !components.includes(name))
      : undefined);
  if (missing === undefined) return undefined;
  return required.includes(missing)
    ? { problem: `lacks ${missing}, which every sync needs`, remedy: `Add ${missing}.` }
    : { problem: `lacks ${missing}, which image automation needs`, remedy: `Add ${missing}.` };
}
