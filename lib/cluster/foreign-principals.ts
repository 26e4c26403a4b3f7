import { Annotations } from 'cdktf';
import type { Construct } from 'constructs';
import type { AwsSettings } from '../aws/settings';
import type { ClusterSettings } from './settings';

/** The parts of a fleet that say who may use a cluster, and whose it is. */
export interface ForeignPrincipalsProps {
  readonly environment: string;
  readonly aws: Pick<AwsSettings, 'account'>;
  readonly cluster: Pick<ClusterSettings, 'access'>;
}

/** Warns of each principal of another account: that is allowed, but a mistyped account looks the same. */
export function warnOfForeignPrincipals(scope: Construct, props: ForeignPrincipalsProps): void {
  for (const [index, { principalArn }] of props.cluster.access.entries()) {
    const [, , , , account] = principalArn.split(':');
    if (account === props.aws.account) continue;
    Annotations.of(scope).addWarning(
      `fleet/${props.environment}.yaml: cluster.access[${index}].principalArn: "${principalArn}" belongs to an ` +
        `account other than aws.account, ${props.aws.account}. Ignore this if it is intended; otherwise correct the account.`,
    );
  }
}
