import { join } from 'node:path';
import type { Finding } from './findings';

/** Resources with known faults, scanned with the stacks: a scanner that misses them may miss anything. */
export const canary = { fleet: 'canary', stack: 'canary', file: join(__dirname, 'canary.tf.json') } as const;

/** What Checkov must find there: faults in a list, a block and a plain attribute. */
export const canaryChecks = ['CKV_AWS_38', 'CKV_AWS_58', 'CKV_AWS_79', 'CKV_AWS_7'] as const;

/** What the check of policies must find there: more than SQS takes, an action that AWS does not have, a resource that does not fit. */
export const policyCanary = [
  'it has 8 actions; a statement of a queue policy may have 7',
  'AWS has no action sqs:SentMessage',
  'none of its actions takes the resource arn:aws:s3:::canary',
] as const;

export function isCanary({ fleet }: Finding): boolean {
  return fleet === canary.fleet;
}

/** The checks that should have failed but did not. */
export function missedChecks(findings: readonly Finding[]): readonly string[] {
  return canaryChecks.filter(
    (check) => !findings.some((finding) => isCanary(finding) && finding.check === check),
  );
}
