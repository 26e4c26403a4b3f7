import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { dnsSuffixOf, partitionOf } from './partitions';

export interface FleetKeyProps {
  /** The key's alias without `alias/`, unique in account and region, for example `infra-fleet-dev-network`. */
  readonly name: string;
  /** What the key encrypts. */
  readonly description: string;
  /** The account's 12 digits. */
  readonly accountId: string;
  readonly region: string;
  /**
   * Names of the CloudWatch log groups that are encrypted with the key, `*` allowed at the end: CloudWatch Logs may use
   * the key for these and nothing else. @default none
   */
  readonly logGroups?: readonly string[];
  /** Days between the destroy and the end of the key, 7 to 30, in which it can be had back. @default 30 */
  readonly deletionWindowDays?: number;
}

/**
 * A symmetric KMS key that AWS rotates every year, with its alias and a written policy.
 *
 * The account itself administers the key and may hand its use on: a role gets to it by an IAM policy of its own with
 * `keyArn` as resource (EKS: the cluster's role with `keyUseActions`, and `encryptionConfig` of the cluster). A service
 * without a role of the account needs the key's policy: CloudWatch Logs, for the groups in `logGroups`. Give
 * `kmsKeyId: key.keyArn` to the log group, whose name must be the same plain text here and there.
 *
 * @example
 * const key = new FleetKey(this, 'key', {
 *   name: `${name}-cluster`,
 *   description: `Secrets and logs of the EKS cluster ${name}`,
 *   accountId,
 *   region,
 *   logGroups: [`/aws/eks/${name}/cluster`],
 * });
 *
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export class FleetKey extends Construct {
  /** Known after the key's policy is in force. */
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: FleetKeyProps) {
    super(scope, id);
    const { name, description, deletionWindowDays = 30 } = props;
    const key = new KmsKey(this, 'key', {
      description,
      enableKeyRotation: true,
      deletionWindowInDays: deletionWindowDays,
      policy: JSON.stringify(keyPolicy(props)),
      tags: { Name: name },
    });
    new KmsAlias(this, 'alias', { name: `alias/${name}`, targetKeyId: key.keyId });
    this.keyArn = key.arn;
  }
}

/** What it takes to encrypt with a key and to decrypt. */
const encryptionActions = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
] as const;

/** What a role needs to use a key for a service: `kms:CreateGrant` lets EKS and EC2 keep using it on the role's behalf. */
export const keyUseActions = [
  ...encryptionActions,
  'kms:DescribeKey',
  'kms:CreateGrant',
  'kms:ListGrants',
] as const;

/** Every other action on a symmetric key with key material of AWS, spelled out so that none is granted unseen. */
const keyAdministrationActions = [
  'kms:GetKeyPolicy',
  'kms:PutKeyPolicy',
  'kms:ListKeyPolicies',
  'kms:GetKeyRotationStatus',
  'kms:EnableKeyRotation',
  'kms:DisableKeyRotation',
  'kms:ListKeyRotations',
  'kms:RotateKeyOnDemand',
  'kms:EnableKey',
  'kms:DisableKey',
  'kms:UpdateKeyDescription',
  'kms:CreateAlias',
  'kms:UpdateAlias',
  'kms:DeleteAlias',
  'kms:RevokeGrant',
  'kms:RetireGrant',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:ListResourceTags',
  'kms:ScheduleKeyDeletion',
  'kms:CancelKeyDeletion',
];

function keyPolicy({ accountId, region, logGroups = [] }: FleetKeyProps) {
  const partition = partitionOf(region);
  const account = {
    Sid: 'AccountAdministersAndDelegates',
    Effect: 'Allow',
    Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
    Action: [...keyAdministrationActions, ...keyUseActions],
    // In a key's policy the resource is the key that the policy belongs to; no other can be written.
    Resource: '*',
  };
  const logs = {
    Sid: 'CloudWatchLogsOfNamedGroups',
    Effect: 'Allow',
    Principal: { Service: `logs.${region}.${dnsSuffixOf(region)}` },
    Action: encryptionActions,
    Resource: '*',
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html, without kms:Describe*: a request that
    // describes a key has no encryption context, so that the condition never lets it pass.
    Condition: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': logGroups.map(
          (group) => `arn:${partition}:logs:${region}:${accountId}:log-group:${group}`,
        ),
      },
    },
  };
  return { Version: '2012-10-17', Statement: logGroups.length > 0 ? [account, logs] : [account] };
}
