import { Construct } from 'constructs';
import type { ClusterRef } from '../aws/cluster-ref';
import { ecrRepository } from '../aws/ecr-repository';
import type { PolicyStatement } from '../aws/policy-document';
import { dnsSuffixOf } from '../aws/partitions';
import { PodIdentityRole } from '../cluster/pod-identity-role';
import type { RegistrySettings } from '../registry/settings';
import { fluxNamespace } from './namespace';
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

/** The controllers that can get a role. */
export const controllersWithRoles = [
  'source-controller',
  'kustomize-controller',
  'image-reflector-controller',
] as const;

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

const pullActions = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** https://fluxcd.io/flux/integrations/aws/#for-amazon-elastic-container-registry */
const scanActions = [...pullActions, 'ecr:DescribeImages', 'ecr:DescribeRepositories', 'ecr:ListImages'];

/** What the sources may read: that of the root Kustomization, the operator's chart, and the listed repositories. */
function artifactStatements({ cluster, flux }: ControllerRolesProps): readonly PolicyStatement[] {
  const { sync, charts, ecrRepositories } = flux;
  return ecrStatements(cluster, pullActions, [
    ...(sync.kind === 'oci' && sync.provider === 'aws' ? [sync.url] : []),
    `${charts}/flux-operator`,
    ...ecrRepositories,
  ]);
}

/** The repositories of the fleet and the listed ones, of which tags are listed too. */
function scanStatements({ cluster, registry, flux }: ControllerRolesProps): readonly PolicyStatement[] {
  const host = `${cluster.accountId}.dkr.ecr.${cluster.region}.${dnsSuffixOf(cluster.region)}`;
  const own = registry.repositories.map((name) => `oci://${host}/${name}`);
  return ecrStatements(cluster, scanActions, [...own, ...flux.ecrRepositories]);
}

/** The login to each kind of registry, and actions on the private repositories among some URLs. */
function ecrStatements(
  { partition }: ClusterRef,
  actions: readonly string[],
  urls: readonly string[],
): readonly PolicyStatement[] {
  const repositories = urls.map(ecrRepository).filter((repository) => repository !== undefined);
  const arns = repositories.flatMap((repository) =>
    repository.registry === 'private'
      ? [`arn:${partition}:ecr:${repository.region}:${repository.account}:repository/${repository.name}`]
      : [],
  );
  return [
    ...(arns.length > 0 ? [privateLogin, { actions, resources: [...new Set(arns)] }] : []),
    ...(repositories.some(({ registry }) => registry === 'public') ? [publicLogin] : []),
  ];
}

const privateLogin: PolicyStatement = {
  actions: ['ecr:GetAuthorizationToken'],
  anyResourceBecause: 'the token is for the whole registry; what may be read of it the other statement says',
};

/** https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html */
const publicLogin: PolicyStatement = {
  actions: ['ecr-public:GetAuthorizationToken', 'sts:GetServiceBearerToken'],
  anyResourceBecause: 'everybody may read what is public; the token raises the limit of requests',
};

function bucketStatements({ cluster, flux }: ControllerRolesProps): readonly PolicyStatement[] {
  const { buckets, bucketKeyArns } = flux;
  if (buckets.length === 0) return [];
  const arns = buckets.map((bucket) => `arn:${cluster.partition}:s3:::${bucket}`);
  return [
    { actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: arns },
    { actions: ['s3:GetObject'], resources: arns.map((arn) => `${arn}/*`) },
    ...(bucketKeyArns.length > 0 ? [throughS3(bucketKeyArns)] : []),
  ];
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service */
function throughS3(keyArns: readonly string[]): PolicyStatement {
  const regions = new Set(keyArns.map((arn) => arn.split(':')[3] ?? ''));
  const services = [...regions].map((region) => `s3.${region}.${dnsSuffixOf(region)}`);
  return {
    actions: ['kms:Decrypt'],
    resources: keyArns,
    conditions: { StringEquals: { 'kms:ViaService': services } },
  };
}

function decryptionStatements({ flux: { decryption } }: ControllerRolesProps): readonly PolicyStatement[] {
  if (decryption?.kind !== 'kms') return [];
  return [{ actions: ['kms:Decrypt', 'kms:DescribeKey'], resources: decryption.keyArns }];
}
