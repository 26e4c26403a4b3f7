import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';
import type { ClusterRef } from '../../aws/cluster-ref';
import { boundedName } from '../../aws/naming';

export interface InterruptionQueueProps {
  readonly cluster: ClusterRef;
}

/** What Karpenter wants to know of beforehand (https://karpenter.sh/docs/concepts/disruption/#interruption). */
const events = {
  'spot-interruption': { source: 'aws.ec2', detailType: 'EC2 Spot Instance Interruption Warning' },
  rebalance: { source: 'aws.ec2', detailType: 'EC2 Instance Rebalance Recommendation' },
  'state-change': { source: 'aws.ec2', detailType: 'EC2 Instance State-change Notification' },
  'capacity-reservation': {
    source: 'aws.ec2',
    detailType: 'EC2 Capacity Reservation Instance Interruption Warning',
  },
  'scheduled-change': { source: 'aws.health', detailType: 'AWS Health Event' },
} as const;

/** A message is worthless once the instance is gone. */
const retentionSeconds = 300;

/**
 * Where EventBridge tells Karpenter that EC2 is about to take instances away, so that their pods move in time. The queue is
 * encrypted, takes messages from this cluster's rules alone, and is reached with TLS alone.
 */
export class InterruptionQueue extends Construct {
  readonly queueArn: string;
  readonly queueName: string;

  constructor(scope: Construct, id: string, { cluster }: InterruptionQueueProps) {
    super(scope, id);
    const { namePrefix, accountId } = cluster;
    const queue = new SqsQueue(this, 'queue', {
      name: boundedName(namePrefix, 'karpenter', 'aws_sqs_queue'),
      messageRetentionSeconds: retentionSeconds,
      sqsManagedSseEnabled: true,
    });
    const rules = Object.entries(events).map(([name, { source, detailType }]) => {
      const rule = new CloudwatchEventRule(this, name, {
        name: boundedName(namePrefix, `karpenter-${name}`, 'aws_cloudwatch_event_rule'),
        description: `To Karpenter of ${namePrefix}: ${detailType}`,
        eventPattern: JSON.stringify({ source: [source], 'detail-type': [detailType] }),
      });
      new CloudwatchEventTarget(this, `${name}-target`, {
        rule: rule.name,
        targetId: 'karpenter',
        arn: queue.arn,
      });
      return rule;
    });
    new SqsQueuePolicy(this, 'policy', {
      queueUrl: queue.id,
      policy: JSON.stringify(
        queuePolicy(
          queue.arn,
          rules.map(({ arn }) => arn),
          accountId,
        ),
      ),
    });
    this.queueArn = queue.arn;
    this.queueName = queue.name;
  }
}

/**
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions; the limits are those of
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html.
 */
function queuePolicy(queueArn: string, ruleArns: readonly string[], accountId: string) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'RulesOfThisCluster',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: {
          ArnEquals: { 'aws:SourceArn': ruleArns },
          StringEquals: { 'aws:SourceAccount': accountId },
        },
      },
      {
        Sid: 'NothingWithoutTls',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        // SQS takes at most seven actions in a statement, and every action is meant.
        Action: 'sqs:*',
        Resource: queueArn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}
