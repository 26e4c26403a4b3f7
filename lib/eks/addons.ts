import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { Addon } from './addon';

/** Versions of the managed add-ons; an absent one means EKS's default for the cluster's Kubernetes version. */
export interface AddonVersions {
  readonly vpcCni?: string;
  readonly podIdentityAgent?: string;
  readonly coredns?: string;
  readonly kubeProxy?: string;
  readonly ebsCsi?: string;
}

export interface NodePrerequisiteAddonsProps {
  readonly clusterName: string;
  /** The cluster's name as plain text, for names of roles. */
  readonly namePrefix: string;
  readonly versions: AddonVersions;
}

/**
 * The add-ons that must be there before the first node: a node without a network plugin is never Ready, and a pod that
 * starts before the Pod Identity agent's association has no credentials until it is restarted.
 */
export class NodePrerequisiteAddons extends Construct {
  readonly addons: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { versions, ...cluster }: NodePrerequisiteAddonsProps) {
    super(scope, id);
    const podIdentityAgent = new Addon(this, 'eks-pod-identity-agent', {
      ...cluster,
      name: 'eks-pod-identity-agent',
      version: versions.podIdentityAgent,
    });
    const vpcCni = new Addon(this, 'vpc-cni', {
      ...cluster,
      name: 'vpc-cni',
      version: versions.vpcCni,
      podIdentity: { serviceAccount: 'aws-node', managedPolicies: ['AmazonEKS_CNI_Policy'] },
      dependsOn: [podIdentityAgent.addon],
    });
    this.addons = [podIdentityAgent.addon, vpcCni.addon];
  }
}

export interface WorkloadAddonsProps {
  readonly clusterName: string;
  /** The cluster's name as plain text, for names of roles. */
  readonly namePrefix: string;
  readonly versions: AddonVersions;
  /** Whether EBS volumes can be used. */
  readonly ebsCsi: boolean;
  /** The nodes: these add-ons are healthy only when their pods can run. */
  readonly nodes: ITerraformDependable;
}

/** The add-ons that need nodes: cluster DNS, service routing and, by choice, EBS volumes. */
export class WorkloadAddons extends Construct {
  constructor(scope: Construct, id: string, { versions, ebsCsi, nodes, ...cluster }: WorkloadAddonsProps) {
    super(scope, id);
    const shared = { ...cluster, dependsOn: [nodes] };
    new Addon(this, 'kube-proxy', { ...shared, name: 'kube-proxy', version: versions.kubeProxy });
    new Addon(this, 'coredns', { ...shared, name: 'coredns', version: versions.coredns });
    if (ebsCsi) {
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
  }
}
