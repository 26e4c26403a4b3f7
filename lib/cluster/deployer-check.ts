import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsIamSessionContext } from '@cdktf/provider-aws/lib/data-aws-iam-session-context';
import { Construct } from 'constructs';
import { policiesOf } from './access-settings';
import type { ClusterSettings } from './settings';

/** The principals that may do everything in a cluster. */
export function clusterAdmins({ access }: Pick<ClusterSettings, 'access'>): readonly string[] {
  return access
    .filter((entry) => policiesOf(entry).some(({ policy }) => policy === 'cluster-admin'))
    .map(({ principalArn }) => principalArn);
}

/** Who deploys: an IAM user, or the role behind the session, with the role's path. */
export class Deployer extends Construct {
  /** A Terraform expression for its ARN. */
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { arn } = new DataAwsCallerIdentity(this, 'caller', {});
    const context = new DataAwsIamSessionContext(this, 'principal', { arn });
    this.arn = `${context.fqn}.issuer_arn`;
  }
}
