import type { Addon } from '@aws-sdk/client-eks';

/** The fields of an add-on that something is wrong with. Empty for a healthy one. */
export type AddonHealth = Pick<Addon, 'status' | 'health'>;

/** Add-ons whose pods are those of a Deployment, which nodes must be there for. */
const deployments: readonly string[] = [
  'coredns',
  'aws-ebs-csi-driver',
  'snapshot-controller',
  'metrics-server',
];

/** What EKS says of an add-on that it could not create. */
export const notCreated: AddonHealth = {
  status: 'CREATE_FAILED',
  health: { issues: [{ code: 'InternalFailure', message: 'The add-on could not be created.' }] },
};

/** What EKS says of an add-on in a cluster without nodes. */
export function withoutNodes(addon: string): AddonHealth {
  if (!deployments.includes(addon)) return {};
  return {
    status: 'DEGRADED',
    health: {
      issues: [
        {
          code: 'InsufficientNumberOfReplicas',
          message: "The add-on is unhealthy because it doesn't have the desired number of replicas.",
        },
      ],
    },
  };
}
