import { Testing } from 'cdktf';
import { FleetKey, type FleetKeyProps } from '../../../lib/aws/kms-key';
import { only, type StackJson } from '../../support/synth';

interface Statement {
  readonly Sid: string;
  readonly Principal: Record<string, string>;
  readonly Action: readonly string[];
  readonly Condition?: unknown;
}

function synth(changes: Partial<FleetKeyProps> = {}): StackJson {
  return JSON.parse(
    Testing.synthScope((scope) => {
      new FleetKey(scope, 'key', {
        name: 'test-secrets',
        description: 'Test',
        accountId: '111122223333',
        region: 'eu-west-2',
        ...changes,
      });
    }),
  ) as StackJson;
}

function statements(changes: Partial<FleetKeyProps> = {}): readonly Statement[] {
  const { policy } = only(synth(changes), 'aws_kms_key');
  return (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;
}

test('the key is rotated, and can be had back for 30 days', () => {
  const { enable_key_rotation, deletion_window_in_days } = only(synth(), 'aws_kms_key');
  expect({ enable_key_rotation, deletion_window_in_days }).toEqual({
    enable_key_rotation: true,
    deletion_window_in_days: 30,
  });
});

test('the key is found by its alias', () => {
  expect(only(synth(), 'aws_kms_alias').name).toBe('alias/test-secrets');
});

test('the account alone administers the key and hands its use on', () => {
  expect(statements().map(({ Principal }) => Principal)).toEqual([{ AWS: 'arn:aws:iam::111122223333:root' }]);
});

test('the account can always change the policy, so that no one is locked out', () => {
  expect(statements()[0]!.Action).toContain('kms:PutKeyPolicy');
});

test('no action is a wildcard', () => {
  const actions = statements({ logGroups: ['/a'] }).flatMap(({ Action }) => Action);
  expect(actions.filter((action) => action.includes('*'))).toEqual([]);
});

test('CloudWatch Logs uses the key for the named groups alone', () => {
  expect(statements({ logGroups: ['/aws/eks/test/cluster'] })[1]).toMatchObject({
    Principal: { Service: 'logs.eu-west-2.amazonaws.com' },
    Condition: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': [
          'arn:aws:logs:eu-west-2:111122223333:log-group:/aws/eks/test/cluster',
        ],
      },
    },
  });
});

test('in China the policy names the partition and the service of China', () => {
  const [account, logs] = statements({ region: 'cn-north-1', logGroups: ['/a'] });
  expect([account!.Principal.AWS, logs!.Principal.Service]).toEqual([
    'arn:aws-cn:iam::111122223333:root',
    'logs.cn-north-1.amazonaws.com.cn',
  ]);
});
