import { z } from 'zod';
import { between, pattern } from '../validation/field';

/** Add-ons that can be left out, with the keys of their versions. */
const OPTIONAL = ['ebsCsi', 'snapshotController', 'metricsServer'] as const;

/** EKS add-ons. Always there: vpc-cni, eks-pod-identity-agent, coredns and kube-proxy. */
export const addonsSchema = between(
  z.strictObject({
    /**
     * Whether pods get their addresses from prefixes of 16: more pods on a node, and blocks of 16 addresses taken from
     * the subnets. Default: true.
     */
    prefixDelegation: z.boolean().default(true),

    /** Whether vpc-cni enforces Kubernetes network policies; without it they are there and do nothing. Default: true. */
    networkPolicy: z.boolean().default(true),

    /** Whether aws-ebs-csi-driver is there too, which makes volumes for pods. Default: true. */
    ebsCsi: z.boolean().default(true),

    /** Whether snapshot-controller is there, which makes snapshots of volumes. Default: false. */
    snapshotController: z.boolean().default(false),

    /** Whether metrics-server is there, which horizontal autoscaling and `kubectl top` need. Default: false. */
    metricsServer: z.boolean().default(false),

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
        /** snapshot-controller */
        snapshotController: addonVersion(),
        /** metrics-server */
        metricsServer: addonVersion(),
      })
      .prefault({}),
  }),
  OPTIONAL.flatMap((addon) => [addon, `versions.${addon}`]),
  ({ versions, ...addons }) =>
    OPTIONAL.filter((addon) => !addons[addon] && versions[addon] !== undefined).map((addon) => ({
      at: ['versions', addon],
      problem: 'is the version of an add-on that is off',
      allowed: `no version while cluster.addons.${addon} is false`,
      remedy: `Remove the version, or set cluster.addons.${addon} to true.`,
    })),
);

function addonVersion() {
  return pattern(
    'the version of an EKS add-on, for example v1.20.4-eksbuild.1',
    /^v\d+\.\d+\.\d+-eksbuild\.\d+$/,
    'is not the version of an EKS add-on',
  ).optional();
}
