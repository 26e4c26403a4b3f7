export interface NodeUserDataProps {
  /** The group's `amiType`: Amazon Linux and Bottlerocket are told in different languages. */
  readonly amiType: string;
  /** Most pods on a node. */
  readonly maxPods: number;
}

const boundary = 'infra-fleet';

/**
 * What nodes of a managed group read when they start, in base64. EKS adds the rest: the cluster's name, endpoint and
 * certificate.
 *
 * - Amazon Linux 2023: a NodeConfig for nodeadm in a MIME multi-part document (https://awslabs.github.io/amazon-eks-ami/nodeadm/)
 * - Bottlerocket: settings in TOML (https://bottlerocket.dev/en/os/latest/#/api/settings/kubernetes/)
 */
export function nodeUserData(props: NodeUserDataProps): string {
  const text = props.amiType.startsWith('BOTTLEROCKET') ? bottlerocket(props) : amazonLinux(props);
  return Buffer.from(text).toString('base64');
}

function bottlerocket({ maxPods }: NodeUserDataProps): string {
  return `[settings.kubernetes]\nmax-pods = ${maxPods}\n`;
}

function amazonLinux({ maxPods }: NodeUserDataProps): string {
  return `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="${boundary}"

--${boundary}
Content-Type: application/node.eks.aws

apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  kubelet:
    config:
      maxPods: ${maxPods}

--${boundary}--
`;
}
