import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';

export interface ServiceRoleProps {
  /** The role's name. */
  readonly name: string;
  readonly description: string;
  /** The service that assumes the role, for example `eks.amazonaws.com`. */
  readonly service: string;
  /** What the service may do to assume it. `pods.eks.amazonaws.com` tags its sessions too. @default ['sts:AssumeRole'] */
  readonly actions?: readonly string[];
  /** Names of AWS managed policies, with their path below `policy/`. */
  readonly managedPolicies: readonly string[];
}

/** A role for one AWS service, with AWS managed policies. */
export class ServiceRole extends Construct {
  readonly roleArn: string;
  /** What must be made before, and destroyed after, anything that uses the role's permissions. */
  readonly permissions: readonly IamRolePolicyAttachment[];

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const role = new IamRole(this, 'role', {
      name: props.name,
      description: props.description,
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: props.service },
            Action: props.actions ?? ['sts:AssumeRole'],
          },
        ],
      }),
    });
    this.permissions = props.managedPolicies.map(
      (policy) =>
        new IamRolePolicyAttachment(this, policy.split('/').at(-1)!, {
          role: role.name,
          policyArn: `arn:aws:iam::aws:policy/${policy}`,
        }),
    );
    this.roleArn = role.arn;
  }
}
