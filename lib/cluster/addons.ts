import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { ClusterRef } from '../aws/cluster-ref';
import { Addon } from './addon';
import { vpcCniConfiguration } from './vpc-cni-configuration';

/** Versions of the managed add-ons; an absent one means EKS's default for the cluster's Kubernetes version. */
export interface AddonVersions {
  readonly vpcCni?: string;
  readonly podIdentityAgent?: string;
  readonly coredns?: string;
  readonly kubeProxy?: string;
  readonly ebsCsi?: string;
  readonly snapshotController?: string;
  readonly metricsServer?: string;
}

export interface NodePrerequisiteAddonsProps {
  readonly cluster: ClusterRef;
  readonly versions: AddonVersions;
  /** Whether pods get their addresses from prefixes of 16. */
  readonly prefixDelegation: boolean;
  /** Whether Kubernetes network policies are enforced. */
  readonly networkPolicy: boolean;
  /** Subnets for pods alone, by zone. @default - pods share the subnets of their nodes */
  readonly podSubnetIds?: Readonly<Record<string, string>>;
}

/**
 * The add-ons that must be there before the first node: a node without a network plugin is never Ready, and a pod that
 * starts before the Pod Identity agent's association has no credentials until it is restarted.
 */
export class NodePrerequisiteAddons extends Construct {
  readonly addons: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: NodePrerequisiteAddonsProps) {
    super(scope, id);
    const { cluster, versions } = props;
    const podIdentityAgent = new Addon(this, 'eks-pod-identity-agent', {
      cluster,
      name: 'eks-pod-identity-agent',
      version: versions.podIdentityAgent,
    });
    const vpcCni = new Addon(this, 'vpc-cni', {
      cluster,
      name: 'vpc-cni',
      version: versions.vpcCni,
      configuration: vpcCniConfiguration({ ...props, region: cluster.region }),
      podIdentity: { serviceAccount: 'aws-node', managedPolicies: ['AmazonEKS_CNI_Policy'] },
      dependsOn: [podIdentityAgent.addon],
    });
    this.addons = [podIdentityAgent.addon, vpcCni.addon];
  }
}

export interface WorkloadAddonsProps {
  readonly cluster: ClusterRef;
  readonly versions: AddonVersions;
  /** Whether EBS volumes can be used. */
  readonly ebsCsi: boolean;
  /** Whether snapshots of volumes can be made. */
  readonly snapshotController: boolean;
  /** Whether the use of processors and memory is measured, for horizontal autoscaling. */
  readonly metricsServer: boolean;
  /** The nodes: these add-ons are healthy only when their pods can run. */
  readonly nodes: ITerraformDependable;
}

/** The add-ons that need nodes: cluster DNS, service routing and, by choice, EBS volumes, snapshots and metrics. */
export class WorkloadAddons extends Construct {
  constructor(scope: Construct, id: string, props: WorkloadAddonsProps) {
    super(scope, id);
    const { cluster, versions } = props;
    const shared = { cluster, dependsOn: [props.nodes] };
    new Addon(this, 'kube-proxy', { ...shared, name: 'kube-proxy', version: versions.kubeProxy });
    new Addon(this, 'coredns', { ...shared, name: 'coredns', version: versions.coredns });
    if (props.ebsCsi) {
      new Addon(this, 'aws-ebs-csi-driver', {
        ...shared,
        name: 'aws-ebs-csi-driver',
        version: versions.ebsCsi,
        podIdentity: {
          serviceAccount: 'ebs-csi-controller-sa',
          managedPolicies: ['service-role/AmazonEBSCSIDriverPolicy'],
        },
      });
    }
    if (props.snapshotController) {
      new Addon(this, 'snapshot-controller', {
        ...shared,
        name: 'snapshot-controller',
        version: versions.snapshotController,
      });
    }
    if (props.metricsServer) {
      new Addon(this, 'metrics-server', {
        ...shared,
        name: 'metrics-server',
        version: versions.metricsServer,
      });
    }
  }
}
