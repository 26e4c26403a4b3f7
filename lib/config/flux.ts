import { z } from 'zod';
import type { Context } from './context';
import { durationField } from './duration';
import { between, pattern, text, textMap, uniqueList, type Fault } from './field';
import { syncSchema } from './flux-sync';
import { urlField } from './url';

const COMPONENTS = [
  'source-controller',
  'kustomize-controller',
  'helm-controller',
  'notification-controller',
  'image-reflector-controller',
  'image-automation-controller',
  'source-watcher',
] as const;

/** The variables that the stack flux-instance sets itself (`TerraformOutputs`). */
const OWN_VARIABLES = [
  'VPC_ID',
  'CLUSTER_NAME',
  'AWS_REGION',
  'AWS_ACCOUNT_ID',
  'ENVIRONMENT',
  'ECR_REGISTRY',
];

const IMAGE_COMPONENTS = ['image-reflector-controller', 'image-automation-controller'] as const;

/** Flux and what it reconciles. */
export function fluxSchema(context: Context) {
  const mapping = z.strictObject({
    operator: z
      .strictObject({
        /** Exact version of the chart flux-operator. Default: 0.59.0. */
        version: text('an exact chart version, for example 0.59.0', chartVersionFault).default('0.59.0'),
      })
      .prefault({}),

    /** Registry or repository with the charts flux-operator and flux-instance. Default: that of Control Plane. */
    charts: urlField('an oci:// or https:// URL (http:// on loopback only)', ['oci', 'https']).default(
      'oci://ghcr.io/controlplaneio-fluxcd/charts',
    ),

    /** Version of Flux, or a range in which the operator takes the newest: 2.7.x. Default: 2.7.3. */
    version: pattern(
      'a version of Flux 2 from 2.2, for example 2.7.3, or a range, for example 2.7.x',
      /^2\.(x|([2-9]|[1-9]\d)\.(\d+|x))$/,
      'is not a version of Flux',
    ).default('2.7.3'),

    /** The controllers. Default: source, kustomize, helm and notification. */
    components: uniqueList(
      z.enum(COMPONENTS),
      `a list of ${COMPONENTS.join(', ')}`,
      missingComponentFault,
    ).default(COMPONENTS.slice(0, 4)),

    /** Resources and concurrency that the operator gives the controllers. Default: medium. */
    clusterSize: z.enum(['small', 'medium', 'large']).default('medium'),

    /** Whether network policies keep other namespaces from the controllers. Default: true. */
    networkPolicy: z.boolean().default(true),

    distribution: z
      .strictObject({
        /** Where the controllers' images are. Default: ghcr.io/fluxcd. */
        registry: pattern(
          'a registry without scheme, for example ghcr.io/fluxcd',
          /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*$/,
          'is not an image registry',
        ).default('ghcr.io/fluxcd'),

        /** OCI artifact with newer manifests than the operator embeds. Default: null, the embedded ones. */
        artifact: pattern(
          'an oci:// URL, or null for the manifests that the operator embeds',
          /^oci:\/\/[^\s/]+\/\S+$/,
          'is not an OCI artifact',
        )
          .nullable()
          .default(null),
      })
      .prefault({}),

    sync: syncSchema(context),

    /** What manifests may use as `${NAME}`, besides the facts of the infrastructure. Default: none. */
    variables: textMap(
      'names of capital letters, digits and underscores with their values, for example LOG_LEVEL: info',
      variableFault,
    ).default({}),

    /** How long a deploy waits until Flux and the first sync are Ready. Default: 10m. */
    readyTimeout: durationField('1m', '1h').default('10m'),
  });

  return between(mapping, ['version', 'components'], ({ version, components }) => {
    const minor = Number(version.split('.')[1]);
    return components.includes('source-watcher') && minor < 7
      ? [
          {
            at: ['components', components.indexOf('source-watcher')],
            problem: `is not in Flux ${version}`,
            allowed: 'source-watcher with Flux 2.7 or newer',
            remedy: 'Remove it, or raise flux.version.',
          },
        ]
      : [];
  });
}

function chartVersionFault(version: string): Fault | undefined {
  if (/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version)) return undefined;
  return version.includes('+')
    ? { problem: 'has build metadata, which makes later plans differ', remedy: 'Remove the part from the +.' }
    : { problem: 'is not an exact version' };
}

function variableFault(name: string): Fault | undefined {
  if (!/^[A-Z_][A-Z0-9_]*$/.test(name)) return { problem: 'has a name that Flux cannot substitute' };
  return OWN_VARIABLES.includes(name)
    ? { problem: 'has a name that is taken by a fact of the infrastructure', remedy: 'Rename the variable.' }
    : undefined;
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
