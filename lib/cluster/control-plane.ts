import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { Construct } from 'constructs';
import type { ClusterRef } from '../aws/cluster-ref';
import { FleetKey } from '../aws/kms-key';
import { roleName } from '../aws/naming';
import { ServiceRole } from '../aws/service-role';
import { autoModePolicies } from './auto-mode';

export interface ControlPlaneProps {
  /** What the cluster will be. */
  readonly cluster: Omit<ClusterRef, 'name'>;
  /** Minor version, for example `1.35`. */
  readonly kubernetesVersion: string;
  /** What happens at the end of standard support: an automatic upgrade (STANDARD) or paid extended support. */
  readonly upgradePolicy: 'STANDARD' | 'EXTENDED';
  /** Two or more subnets in different zones. The cluster keeps those it was made with. */
  readonly subnetIds: readonly string[];
  readonly serviceCidr: string;
  /** Blocks that reach the public endpoint. Without any the endpoint is private only. */
  readonly publicCidrs: readonly string[];
  /** Control-plane logs to send to CloudWatch. */
  readonly logTypes: readonly string[];
  /** Days that the logs are kept. */
  readonly logRetentionDays: number;
  readonly deletionProtection: boolean;
  /** The role of the nodes that EKS Auto Mode makes, in the cluster's subnets. @default - no Auto Mode */
  readonly autoModeNodes?: ServiceRole;
  /** Whether ARC may shift the cluster's traffic away from an impaired zone. */
  readonly zonalShift: boolean;
}

/**
 * The EKS control plane. Access is by access entries alone (`authentication_mode` API): whoever creates the cluster gets
 * no rights by doing so, and the add-ons are managed ones from the first day. Kubernetes secrets and the control plane's logs
 * are encrypted with a key of the cluster's own.
 */
export class ControlPlane extends Construct {
  readonly cluster: EksCluster;

  constructor(scope: Construct, id: string, props: ControlPlaneProps) {
    super(scope, id);
    const { namePrefix: name, accountId, region, partition } = props.cluster;
    const auto = props.autoModeNodes !== undefined;
    const logGroupName = `/aws/eks/${name}/cluster`;
    const { keyArn } = new FleetKey(this, 'key', {
      name: `${name}-cluster`,
      description: `Secrets and logs of the EKS cluster ${name}`,
      accountId,
      region,
      logGroups: [logGroupName],
    });
    const role = new ServiceRole(this, 'role', {
      name: roleName(name, 'cluster'),
      description: `Control plane of the EKS cluster ${name}`,
      partition,
      service: 'eks.amazonaws.com',
      ...(auto && { actions: ['sts:AssumeRole', 'sts:TagSession'] }),
      managedPolicies: ['AmazonEKSClusterPolicy', ...(auto ? autoModePolicies : [])],
      statements: [
        { actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ListGrants', 'kms:DescribeKey'], resources: [keyArn] },
      ],
    });
    // EKS would make the group itself, without an end of retention and outside of Terraform's reach.
    const logGroup = new CloudwatchLogGroup(this, 'logs', {
      name: logGroupName,
      kmsKeyId: keyArn,
      retentionInDays: props.logRetentionDays,
    });
    this.cluster = new EksCluster(this, 'cluster', {
      name,
      version: props.kubernetesVersion,
      roleArn: role.roleArn,
      bootstrapSelfManagedAddons: false,
      deletionProtection: props.deletionProtection,
      enabledClusterLogTypes: [...props.logTypes],
      upgradePolicy: { supportType: props.upgradePolicy },
      zonalShiftConfig: { enabled: props.zonalShift },
      encryptionConfig: { resources: ['secrets'], provider: { keyArn } },
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      kubernetesNetworkConfig: {
        serviceIpv4Cidr: props.serviceCidr,
        ...(auto && { elasticLoadBalancing: { enabled: true } }),
      },
      // EKS takes these and the load balancers together or not at all.
      ...(props.autoModeNodes && {
        computeConfig: {
          enabled: true,
          nodePools: ['general-purpose', 'system'],
          nodeRoleArn: props.autoModeNodes.roleArn,
        },
        storageConfig: { blockStorage: { enabled: true } },
      }),
      vpcConfig: {
        subnetIds: [...props.subnetIds],
        endpointPrivateAccess: true,
        endpointPublicAccess: props.publicCidrs.length > 0,
        publicAccessCidrs: props.publicCidrs.length > 0 ? [...props.publicCidrs] : undefined,
      },
      // A create that times out leaves a cluster in CREATING, and the next apply meets ResourceInUseException.
      timeouts: { create: '60m', update: '90m', delete: '60m' },
      lifecycle: {
        ignoreChanges: [
          // EKS takes no subnets in zones that the cluster was not made in (https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html).
          'vpc_config[0].subnet_ids',
          // Choices of the creation, which AWS does not give back: an import would plan to replace the cluster for them.
          'access_config[0].bootstrap_cluster_creator_admin_permissions',
          'bootstrap_self_managed_addons',
        ],
      },
      dependsOn: [logGroup, ...role.permissions, ...(props.autoModeNodes?.permissions ?? [])],
    });
  }
}
