import { inventory } from '../e2e/support/aws-inventory';
import { typedJson } from '../e2e/support/sandbox-shell';
import { dev, young } from './support/fleet';

interface LogGroup {
  readonly kmsKeyId?: string;
  readonly retentionInDays?: number;
}

const logGroupName = '/aws/eks/infra-fleet-dev/cluster';

function logGroup(): LogGroup {
  const query = `logGroups[?logGroupName=='${logGroupName}'] | [0]`;
  return typedJson(`aws logs describe-log-groups --query "${query}" --output json`);
}

beforeAll(() => dev.begin(young));

describe.each(Array.from({ length: 10 }, (_, index) => index + 1))('round %i', (round) => {
  test('is destroyed, and nothing but the log group that EKS writes again is left', () => {
    dev.run('destroy cluster network');
    const left = Object.entries(inventory('dev')).filter(([, ids]) => ids.length > 0);
    expect({ round, left, logs: logGroup() }).toEqual({
      round,
      left: [],
      logs: expect.not.objectContaining({ kmsKeyId: expect.anything() as string }) as LogGroup,
    });
  });

  test('is deployed, with that log group under its key and retention', () => {
    dev.run('deploy network cluster');
    expect(logGroup()).toMatchObject({
      kmsKeyId: expect.stringContaining(':key/') as string,
      retentionInDays: 30,
    });
  });
});

test.each(['network', 'cluster'])('after ten rounds, nothing is to be changed in %s', (stack) => {
  expect(dev.run(`diff ${stack}`)).toContain('No changes.');
});
