import { eksKinds } from './eks';
import { iamKinds } from './iam';
import { kmsKinds } from './kms';
import type { Find } from './kind';
import { namedKinds } from './named';
import { networkParts } from './network-parts';

/** How a planned resource is found in AWS, by its type. `ec2-tagged.ts` has the types that are found by their tags. */
export const namedTypes: Readonly<Record<string, Find>> = {
  ...networkParts,
  ...eksKinds,
  ...iamKinds,
  ...kmsKinds,
  ...namedKinds,
};

/** Types that are made a second time without harm, so that nobody has to know whether they are there already. */
export const repeatableTypes: Readonly<Record<string, string>> = {
  aws_default_security_group: 'AWS makes it with the VPC; Terraform only adopts it',
  aws_iam_role_policy: 'PutRolePolicy overwrites',
  aws_iam_role_policy_attachment: 'AttachRolePolicy does nothing for a policy that is attached',
  aws_eks_access_policy_association: 'AssociateAccessPolicy overwrites',
  aws_cloudwatch_event_rule: 'PutRule overwrites',
  aws_cloudwatch_event_target: 'PutTargets overwrites',
  aws_ecr_lifecycle_policy: 'PutLifecyclePolicy overwrites',
  aws_sqs_queue_policy: 'SetQueueAttributes overwrites',
  aws_ec2_tag: 'CreateTags overwrites',
};
