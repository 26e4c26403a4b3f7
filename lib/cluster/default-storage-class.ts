import { StorageClassV1 } from '@cdktf/provider-kubernetes/lib/storage-class-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export interface DefaultStorageClassProps {
  /** What makes the volumes: the CSI driver of EBS, or that of EKS Auto Mode. */
  readonly provisioner: 'ebs.csi.aws.com' | 'ebs.csi.eks.amazonaws.com';
  readonly dependsOn: readonly ITerraformDependable[];
}

/** The class that a fleet's clusters have beside EKS's own gp2, which neither encrypts nor grows. */
export const defaultStorageClass = 'gp3';

/**
 * The class of volumes that name none: gp3, encrypted with AWS's key for EBS, in the zone of the pod, and expandable
 * (https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md).
 */
export class DefaultStorageClass extends Construct {
  readonly resource: StorageClassV1;

  constructor(scope: Construct, id: string, props: DefaultStorageClassProps) {
    super(scope, id);
    this.resource = new StorageClassV1(this, 'class', {
      metadata: {
        name: defaultStorageClass,
        annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
      },
      storageProvisioner: props.provisioner,
      parameters: { type: 'gp3', encrypted: 'true' },
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
      dependsOn: [...props.dependsOn],
    });
  }
}
