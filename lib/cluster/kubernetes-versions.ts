/**
 * The Kubernetes versions in standard support on EKS, with the day on which it ends.
 * https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
 */
export const kubernetesVersions: Readonly<Record<string, { readonly standardSupportEnds: string }>> = {
  '1.34': { standardSupportEnds: '2026-12-02' },
  '1.35': { standardSupportEnds: '2027-03-27' },
  '1.36': { standardSupportEnds: '2027-08-02' },
};
