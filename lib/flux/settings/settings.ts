import { parse } from 'yaml';
import * as z from 'zod';
import { bucketName } from '../../aws/bucket-name';
import { ecrRepository } from '../../aws/ecr-repository';
import { kmsKeyArn } from '../../aws/settings';
import type { Context } from '../../validation/context';
import type { DeepReadonly } from '../../validation/deep-readonly';
import { durationField } from '../../validation/duration-field';
import { text, textMap, uniqueList, withRulesBetween, type Fault } from '../../validation/field';
import { imageAutomationFaults, imageAutomationSchema } from './image-automation';
import { notificationKinds } from './notifications';
import { decryptionSchema } from './decryption';
import { syncSchema } from './sync';
import { urlField } from '../../validation/url';

/** Flux and what it reconciles. */
export function fluxSchema(context: Context) {
  const mapping = z.strictObject({
    /** Folder of a registry with the charts flux-operator and flux-instance. @default - that of Control Plane */
    charts: urlField('an oci:// URL', ['oci']).default('oci://ghcr.io/controlplaneio-fluxcd/charts'),

    /**
     * Who upgrades the operator and the FluxInstance after the first deploy: Terraform, or Flux from Git. Default:
     * terraform.
     */
    owner: z.enum(['terraform', 'git']).default('terraform'),

    /** Whether Flux is in the cluster already, from `flux bootstrap` for example, and is taken over. @default false */
    adopt: z.boolean().default(false),

    /** Resources and concurrency that the operator gives the controllers. @default medium */
    clusterSize: z.enum(['small', 'medium', 'large']).default('medium'),

    sync: syncSchema(context),

    /** How Flux decrypts what SOPS encrypted. @default - it doesn't */
    decryption: decryptionSchema.optional(),

    /** S3 buckets that the source-controller may read, for sources of kind Bucket. @default none */
    buckets: uniqueList(bucketName, 'a list of names of S3 buckets').default([]),

    /** The KMS keys with which these buckets are encrypted. @default none */
    bucketKeyArns: uniqueList(kmsKeyArn, 'a list of ARNs of KMS keys').default([]),

    /**
     * Repositories of ECR that Flux may read besides `sync` and `charts`: charts, artifacts, and images whose tags it follows.
     *
     * @default none
     */
    ecrRepositories: uniqueList(ecrRepositoryUrl, 'a list of repositories of ECR').default([]),

    /**
     * What Flux sends and receives besides reconciling: messages to a chat, statuses of commits, webhooks of pushes. Each needs
     * a Secret, which the stack flux-instance creates; gitops/notifications says the rest. @default none
     */
    notifications: uniqueList(z.enum(notificationKinds), `a list of ${notificationKinds.join(', ')}`).default(
      [],
    ),

    /** How Flux commits the tags of new images. @default - it doesn't */
    imageAutomation: imageAutomationSchema(context).optional(),

    /** What manifests may use as `${NAME}`, besides the facts of the infrastructure. @default none */
    variables: textMap(
      'names of capital letters, digits and underscores with their values, for example LOG_LEVEL: info',
      variableFault,
    ).default({}),

    /** How long a deploy waits until Flux and the first sync are Ready. @default 10m */
    readyTimeout: durationField('1m', '1h').default('10m'),

    /** Whether a deploy waits for everything below the root Kustomization too. @default sync */
    waitFor: z.enum(['sync', 'everything']).default('sync'),

    /** What a destroy of the stack flux-instance does with what Flux applied. @default keep-workloads */
    onDestroy: z.enum(['keep-workloads', 'remove-workloads']).default('keep-workloads'),

    /** How long a destroy waits for one thing before it takes it out of the way. @default 5m */
    destroyTimeout: durationField('10s', '1h').default('5m'),
  });

  const withBuckets = withRulesBetween(mapping, ['buckets', 'bucketKeyArns'], ({ buckets, bucketKeyArns }) =>
    bucketKeyArns.length > 0 && buckets.length === 0
      ? [
          {
            at: ['bucketKeyArns'] as const,
            problem: 'is not used without flux.buckets',
            allowed: 'keys of the buckets in flux.buckets',
            remedy: 'Add flux.buckets, or remove flux.bucketKeyArns.',
          },
        ]
      : [],
  );
  return withRulesBetween(withBuckets, ['sync', 'imageAutomation'], ({ sync, imageAutomation }) =>
    imageAutomation === undefined ? [] : imageAutomationFaults(sync, imageAutomation),
  );
}

const ecrRepositoryUrl = text(
  'the address of a repository of ECR, for example oci://111122223333.dkr.ecr.eu-west-2.amazonaws.com/charts/*',
  (url) => {
    const repository = ecrRepository(url);
    const isNamed = repository?.registry === 'private' && /^[a-z0-9][a-z0-9._/-]*\*?$/.test(repository.name);
    return isNamed || repository?.registry === 'public'
      ? undefined
      : { problem: 'is not the address of a repository of ECR' };
  },
);

/** The section `flux`, with every default filled in. */
export type FluxSettings = DeepReadonly<z.output<ReturnType<typeof fluxSchema>>>;

function variableFault(name: string, value: string): Fault | undefined {
  if (!/^[A-Z_][A-Z0-9_]*$/.test(name)) return { problem: 'has a name that Flux cannot substitute' };
  if (value.includes('\n'))
    return {
      problem: 'has a line break, which Flux removes',
      allowed: 'values of one line',
    };
  if (isNumberInYaml(value))
    return {
      problem: 'has a value that is a number where Flux inserts it into YAML',
      allowed: 'text; integers up to 999999, and the 12 digits of an account',
      remedy: `If it is a text of its own there, such as a tag, give it quotes of its own: ${name}: '"${value}"'.`,
    };
  return undefined;
}

/** YAML 1.1, which Kubernetes reads, would turn `1.10` into 1.1, and Helm prints 20260801 as 2.0260801e+07. */
function isNumberInYaml(value: string): boolean {
  if (/^(\d{12}|0|[1-9]\d{0,5})$/.test(value)) return false;
  try {
    return typeof parse(value, { version: '1.1' }) === 'number';
  } catch {
    return false;
  }
}
