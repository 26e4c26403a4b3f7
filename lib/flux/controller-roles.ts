import { Construct } from 'constructs';
import type { ClusterRef } from '../aws/cluster-ref';
import type { PolicyStatement } from '../aws/policy-document';
import { PodIdentityRole } from '../cluster/pod-identity-role';
import type { RegistrySettings } from '../registry/settings';
import { fluxNamespace } from './namespace';
import { ecrRepository } from './settings/oci-sync';
import type { FluxSettings } from './settings/settings';

/** What a controller of Flux may do in AWS. */
export interface ControllerPermissions {
  /** The controller, which is its service account too. */
  readonly controller: string;
  readonly statements: readonly PolicyStatement[];
}

/** What decides what Flux's controllers may do. */
export interface ControllerRolesProps {
  readonly cluster: ClusterRef;
  readonly flux: FluxSettings;
  readonly registry: Pick<RegistrySettings, 'repositories'>;
  /** The controllers that the FluxInstance has. */
  readonly components: readonly string[];
}

/**
 * A role by Pod Identity for each controller of Flux that needs something of AWS, with no more than the fleet file asks
 * for. They are part of the stack `cluster`, so that they are there before the controllers start.
 */
export class ControllerRoles extends Construct {
  constructor(scope: Construct, id: string, props: ControllerRolesProps) {
    super(scope, id);
    for (const { controller, statements } of controllerPermissions(props)) {
      new PodIdentityRole(this, controller, {
        cluster: props.cluster,
        namespace: fluxNamespace,
        serviceAccount: controller,
        statements,
      });
    }
  }
}

/** What the controllers need, without those that need nothing. */
export function controllerPermissions(props: ControllerRolesProps): readonly ControllerPermissions[] {
  return [
    {
      controller: 'source-controller',
      statements: [...artifactStatements(props), ...bucketStatements(props)],
    },
    { controller: 'kustomize-controller', statements: decryptionStatements(props) },
    { controller: 'image-reflector-controller', statements: scanStatements(props) },
  ].filter(({ controller, statements }) => statements.length > 0 && props.components.includes(controller));
}

const ecrLogin: PolicyStatement = {
  actions: ['ecr:GetAuthorizationToken'],
  anyResourceBecause: 'the token is for the whole registry; what may be read of it the other statement says',
};

const pullActions = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

function artifactStatements({ cluster, flux: { sync } }: ControllerRolesProps): readonly PolicyStatement[] {
  const source = sync.kind === 'oci' && sync.provider === 'aws' ? ecrRepository(sync.url) : undefined;
  if (source === undefined) return [];
  const arn = `arn:${cluster.partition}:ecr:${source.region}:${source.account}:repository/${source.repository}`;
  return [ecrLogin, { actions: pullActions, resources: [arn] }];
}

function bucketStatements({ cluster, flux: { buckets } }: ControllerRolesProps): readonly PolicyStatement[] {
  if (buckets.length === 0) return [];
  const arns = buckets.map((bucket) => `arn:${cluster.partition}:s3:::${bucket}`);
  return [
    { actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: arns },
    { actions: ['s3:GetObject'], resources: arns.map((arn) => `${arn}/*`) },
  ];
}

function decryptionStatements({ flux: { decryption } }: ControllerRolesProps): readonly PolicyStatement[] {
  if (decryption?.kind !== 'kms') return [];
  return [{ actions: ['kms:Decrypt', 'kms:DescribeKey'], resources: decryption.keyArns }];
}

/** https://fluxcd.io/flux/integrations/aws/#for-amazon-elastic-container-registry */
function scanStatements({ cluster, registry }: ControllerRolesProps): readonly PolicyStatement[] {
  const repositories = registry.repositories.length > 0 ? registry.repositories : ['*'];
  const registryArn = `arn:${cluster.partition}:ecr:${cluster.region}:${cluster.accountId}:repository`;
  return [
    ecrLogin,
    {
      actions: [...pullActions, 'ecr:DescribeImages', 'ecr:DescribeRepositories', 'ecr:ListImages'],
      resources: repositories.map((repository) => `${registryArn}/${repository}`),
    },
  ];
}
