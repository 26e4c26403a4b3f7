/** The longest names that AWS accepts, by Terraform's type of the resource. What is not listed is checked at the plan. */
export const longestNames = {
  aws_budgets_budget: 100,
  aws_cloudwatch_event_rule: 64,
  aws_cloudwatch_log_group: 512,
  aws_ecr_repository: 256,
  aws_eks_cluster: 100,
  aws_eks_node_group: 63,
  aws_iam_instance_profile: 128,
  aws_iam_policy: 128,
  aws_iam_role: 64,
  aws_iam_role_policy: 128,
  aws_kms_alias: 256,
  aws_launch_template: 128,
  aws_security_group: 255,
  aws_sqs_queue: 80,
} as const;
