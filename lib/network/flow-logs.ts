import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { FleetKey } from '../aws/kms-key';
import { partitionOf } from '../aws/partitions';
import { roleName } from '../aws/naming';

export interface FlowLogsProps {
  readonly vpcId: string;
  /** Prefix of names, for example the cluster's name. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** What is recorded. */
  readonly traffic: 'ALL' | 'ACCEPT' | 'REJECT';
  /** Days after which it is deleted. */
  readonly retentionDays: number;
}

/**
 * The record of a VPC's connections in a log group of its own, under a key of its own. The role writes to this group and
 * cannot make one, so that nothing recreates the group while it is destroyed
 * (https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html).
 */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { accountId, name, region } = props;
    const logGroupName = `/aws/vpc/${name}/flow-logs`;
    const key = new FleetKey(this, 'key', {
      name: `${name}-network`,
      description: `Flow logs of the VPC of ${name}`,
      accountId,
      region,
      logGroups: [logGroupName],
    });
    const logGroup = new CloudwatchLogGroup(this, 'logs', {
      name: logGroupName,
      retentionInDays: props.retentionDays,
      kmsKeyId: key.keyArn,
    });
    const role = new IamRole(this, 'role', {
      name: roleName(name, 'flow-logs'),
      description: `Writes the flow logs of the VPC of ${name}`,
      assumeRolePolicy: JSON.stringify(trustPolicy(accountId, region)),
    });
    const policy = new IamRolePolicy(this, 'policy', {
      name: 'write-flow-logs',
      role: role.name,
      policy: JSON.stringify(writePolicy(logGroup.arn)),
    });
    new FlowLog(this, 'flow-log', {
      vpcId: props.vpcId,
      trafficType: props.traffic,
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
      tags: { Name: name },
      dependsOn: [policy],
    });
  }
}

function trustPolicy(accountId: string, region: string) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': accountId },
          ArnLike: {
            'aws:SourceArn': `arn:${partitionOf(region)}:ec2:${region}:${accountId}:vpc-flow-log/*`,
          },
        },
      },
    ],
  };
}

function writePolicy(logGroupArn: string) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        Resource: [logGroupArn, `${logGroupArn}:*`],
      },
      // The list takes no name: allowed for the group alone, it would be refused.
      { Effect: 'Allow', Action: 'logs:DescribeLogGroups', Resource: '*' },
    ],
  };
}
