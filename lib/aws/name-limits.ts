import { type IAspect, TerraformResource, Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { ConfigurationError } from '../validation/errors';

/** The longest names that AWS accepts, by type of resource. What is not listed is checked by its provider at the plan. */
export const longestNames: Readonly<Record<string, number>> = {
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
};

export interface NameLimitsProps {
  /** The fleet file, as messages name it. */
  readonly file: string;
  /** The cluster's name, which most names begin with. */
  readonly clusterName: string;
}

/**
 * Refuses names that are too long for AWS while nothing is made yet. A name that only an apply knows is left alone.
 *
 * @throws ConfigurationError
 */
export class NameLimits implements IAspect {
  constructor(private readonly props: NameLimitsProps) {}

  visit(node: IConstruct): void {
    if (!(node instanceof TerraformResource)) return;
    const { terraformResourceType: type } = node;
    const longest = longestNames[type];
    const { nameInput, nodeGroupNameInput } = node as { nameInput?: unknown; nodeGroupNameInput?: unknown };
    const name = nameInput ?? nodeGroupNameInput;
    if (longest === undefined || typeof name !== 'string' || Token.isUnresolved(name)) return;
    if (name.length <= longest) return;
    throw new ConfigurationError([
      {
        file: this.props.file,
        path: 'cluster.name',
        given: JSON.stringify(this.props.clusterName),
        problem: `leads to the name "${name}" of an ${type}, which has ${name.length} characters`,
        allowed: `up to ${longest} characters`,
        remedy: 'Shorten cluster.name, or the name of what is made of it.',
      },
    ]);
  }
}
