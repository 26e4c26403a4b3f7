/**
 * The public parameter of SSM with the newest release of a node group's machine image
 * (https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html,
 * https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id-bottlerocket.html).
 */
export function releaseParameter(amiType: string, kubernetesVersion: string): string {
  const [, system, architecture, variant] =
    /^(AL2023|BOTTLEROCKET)_(ARM_64|x86_64)(?:_(STANDARD|NVIDIA|NEURON))?$/.exec(amiType) ?? [];
  const processor = architecture === 'ARM_64' ? 'arm64' : 'x86_64';
  const kind = variant?.toLowerCase();
  return system === 'BOTTLEROCKET'
    ? `/aws/service/bottlerocket/aws-k8s-${kubernetesVersion}${kind === undefined ? '' : `-${kind}`}/${processor}/latest/image_version`
    : `/aws/service/eks/optimized-ami/${kubernetesVersion}/amazon-linux-2023/${processor}/${kind}/recommended/release_version`;
}
