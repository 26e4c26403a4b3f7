/** The variables whose values Terraform knows only when it applies. */
export const lateNames = ['VPC_ID'] as const;

export type LateName = (typeof lateNames)[number];

/** The variables of a fleet with Karpenter, for what Flux reconciles. */
export const karpenterNames = ['KARPENTER_QUEUE', 'KARPENTER_INSTANCE_PROFILE'] as const;

export type KarpenterName = (typeof karpenterNames)[number];
