import { z } from 'zod';
import { between, pattern } from './field';

/** EKS add-ons. Always there: vpc-cni, eks-pod-identity-agent, coredns and kube-proxy. */
export const addonsSchema = between(
  z.strictObject({
    /** Whether aws-ebs-csi-driver is there too, which makes volumes for pods. Default: true. */
    ebsCsi: z.boolean().default(true),

    /** Exact versions. Default: for each the one that EKS recommends for the cluster's Kubernetes version. */
    versions: z
      .strictObject({
        /** vpc-cni */
        vpcCni: addonVersion(),
        /** eks-pod-identity-agent */
        podIdentityAgent: addonVersion(),
        /** coredns */
        coredns: addonVersion(),
        /** kube-proxy */
        kubeProxy: addonVersion(),
        /** aws-ebs-csi-driver */
        ebsCsi: addonVersion(),
      })
      .prefault({}),
  }),
  ['ebsCsi', 'versions.ebsCsi'],
  ({ ebsCsi, versions }) =>
    !ebsCsi && versions.ebsCsi !== undefined
      ? [
          {
            at: ['versions', 'ebsCsi'],
            problem: 'is the version of an add-on that is off',
            allowed: 'no version while cluster.addons.ebsCsi is false',
            remedy: 'Remove the version, or set cluster.addons.ebsCsi to true.',
          },
        ]
      : [],
);

function addonVersion() {
  return pattern(
    'the version of an EKS add-on, for example v1.20.4-eksbuild.1',
    /^v\d+\.\d+\.\d+-eksbuild\.\d+$/,
    'is not the version of an EKS add-on',
  ).optional();
}
