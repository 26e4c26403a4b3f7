/** What a policy is attached to. AWS gives each kind limits of its own. */
export interface PolicyKind {
  readonly name: string;
  /** The most characters that AWS takes, without white space. */
  readonly size: number;
  /** Whether it names principals: a policy of a resource does, one of a role does not. */
  readonly hasPrincipal: boolean;
  /** Whether it names resources: a trust policy does not. */
  readonly hasResource: boolean;
  /** The most actions in a statement. @default - as many as fit */
  readonly actions?: number;
}

/** How many characters of a policy AWS counts: it leaves out white space. */
export function policySize(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}

/** Sources: the quotas of the services, and https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const policyKinds = {
  /** Those of a role are counted together. */
  inline: { name: 'role policy', size: 10_240, hasPrincipal: false, hasResource: true },
  managed: { name: 'managed policy', size: 6_144, hasPrincipal: false, hasResource: true },
  trust: { name: 'trust policy', size: 2_048, hasPrincipal: true, hasResource: false },
  /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html */
  queue: { name: 'queue policy', size: 8_192, hasPrincipal: true, hasResource: true, actions: 7 },
  /** https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
  key: { name: 'key policy', size: 32_768, hasPrincipal: true, hasResource: true },
  /** https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html */
  endpoint: { name: 'endpoint policy', size: 20_480, hasPrincipal: true, hasResource: true },
  /** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html. It is about the one repository. */
  repository: { name: 'repository policy', size: 10_240, hasPrincipal: true, hasResource: false },
} as const satisfies Readonly<Record<string, PolicyKind>>;
