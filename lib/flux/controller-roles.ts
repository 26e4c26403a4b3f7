import { Construct } from 'constructs';
import type { PolicyStatement } from '../aws/policy-document';
import { partitionOf, type AwsSettings } from '../aws/settings';
import { PodIdentityRole } from '../cluster/pod-identity-role';
import type { RegistrySettings } from '../registry/settings';
import { fluxNamespace } from './namespace';
import { ecrRepository } from './settings/oci-sync';
import type { FluxSettings } from './settings/settings';

/** What of a fleet decides what Flux's controllers may do. */
export interface PermittingFleet {
  readonly aws: Pick<AwsSettings, 'account' | 'region'>;
  readonly flux: FluxSettings;
  readonly registry: Pick<RegistrySettings, 'repositories'>;
}

/** What a controller of Flux may do in AWS. */
export interface ControllerPermissions {
  /** The controller, which is its service account too. */
  readonly controller: string;
  readonly statements: readonly PolicyStatement[];
}

export interface ControllerRolesProps {
  readonly clusterName: string;
  /** The cluster's name as plain text, for the roles' names. */
  readonly namePrefix: string;
  readonly fleet: PermittingFleet;
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
    const { clusterName, namePrefix, fleet, components } = props;
    for (const { controller, statements } of controllerPermissions(fleet, components)) {
      new PodIdentityRole(this, controller, {
        clusterName,
        namePrefix,
        region: fleet.aws.region,
        namespace: fluxNamespace,
        serviceAccount: controller,
        statements,
      });
    }
  }
}

/** What the controllers need, without those that need nothing. */
export function controllerPermissions(
  fleet: PermittingFleet,
  components: readonly string[],
): readonly ControllerPermissions[] {
  return [
    {
      controller: 'source-controller',
      statements: [...artifactStatements(fleet), ...bucketStatements(fleet)],
    },
    { controller: 'kustomize-controller', statements: decryptionStatements(fleet) },
    { controller: 'image-reflector-controller', statements: scanStatements(fleet) },
  ].filter(({ controller, statements }) => statements.length > 0 && components.includes(controller));
}

const ecrLogin: PolicyStatement = {
  actions: ['ecr:GetAuthorizationToken'],
  anyResourceBecause: 'the token is for the whole registry; what may be read of it the other statement says',
};

const pullActions = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

function artifactStatements({ aws, flux: { sync } }: PermittingFleet): readonly PolicyStatement[] {
  const source = sync.kind === 'oci' && sync.provider === 'aws' ? ecrRepository(sync.url) : undefined;
  if (source === undefined) return [];
  const arn = `arn:${partitionOf(aws.region)}:ecr:${source.region}:${source.account}:repository/${source.repository}`;
  return [ecrLogin, { actions: pullActions, resources: [arn] }];
}

function bucketStatements({ aws, flux: { buckets } }: PermittingFleet): readonly PolicyStatement[] {
  if (buckets.length === 0) return [];
  const arns = buckets.map((bucket) => `arn:${partitionOf(aws.region)}:s3:::${bucket}`);
  return [
    { actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: arns },
    { actions: ['s3:GetObject'], resources: arns.map((arn) => `${arn}/*`) },
  ];
}

function decryptionStatements({ flux: { decryption } }: PermittingFleet): readonly PolicyStatement[] {
  if (decryption?.kind !== 'kms') return [];
  return [{ actions: ['kms:Decrypt', 'kms:DescribeKey'], resources: decryption.keyArns }];
}

/** https://fluxcd.io/flux/integrations/aws/#for-amazon-elastic-container-registry */
function scanStatements({ aws, registry }: PermittingFleet): readonly PolicyStatement[] {
  const repositories = registry.repositories.length > 0 ? registry.repositories : ['*'];
  const registryArn = `arn:${partitionOf(aws.region)}:ecr:${aws.region}:${aws.account}:repository`;
  return [
    ecrLogin,
    {
      actions: [...pullActions, 'ecr:DescribeImages', 'ecr:DescribeRepositories', 'ecr:ListImages'],
      resources: repositories.map((repository) => `${registryArn}/${repository}`),
    },
  ];
}
