import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { loadFleet } from '../../../lib/fleet/load';
import { apiAnswers, clusterIsGone, clusterPresence } from '../../../ops/recovery/cluster-presence';

const fleet = loadFleet({ env: { FLEET: 'dev' } });
const notFound =
  'An error occurred (ResourceNotFoundException) when calling the DescribeCluster operation: No cluster found for name: x.';
const path = process.env.PATH;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'infra-fleet-aws-'));
  process.env.PATH = [folder, path].join(delimiter);
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true });
});

/** Puts an AWS CLI on the PATH whose services answer with JSON, or fail with a message. */
function awsAnswers(answers: Readonly<Record<'eks' | 'sts', object | string>>): void {
  const reply = (answer: object | string) =>
    typeof answer === 'string' ? `echo '${answer}' >&2; exit 254` : `echo '${JSON.stringify(answer)}'`;
  const cases = Object.entries(answers).map(([service, answer]) => `${service}) ${reply(answer)} ;;`);
  writeFileSync(join(folder, 'aws'), `#!/bin/sh\ncase $1 in\n${cases.join('\n')}\nesac\n`);
  chmodSync(join(folder, 'aws'), 0o755);
}

const own = { Account: fleet.aws.account };

test('a cluster that EKS describes is there', async () => {
  awsAnswers({ eks: { endpoint: 'https://example.com' }, sts: own });
  expect(await clusterIsGone(fleet)).toBe('there');
});

test("a cluster that EKS does not find in the fleet's account is gone", async () => {
  awsAnswers({ eks: notFound, sts: own });
  expect(await clusterIsGone(fleet)).toBe('gone');
});

test('what EKS does not find in another account is not known', async () => {
  awsAnswers({ eks: notFound, sts: { Account: '999999999999' } });
  expect(await clusterPresence(fleet)).toEqual({
    state: 'not known',
    reason: expect.stringContaining(
      'account 999999999999; fleet/dev.yaml has aws.account 111122223333',
    ) as string,
  });
});

test('without an identity nothing is known', async () => {
  awsAnswers({ eks: notFound, sts: 'Unable to locate credentials.' });
  expect(await clusterPresence(fleet)).toEqual({
    state: 'not known',
    reason: 'Unable to locate credentials.',
  });
});

test('another failure of EKS tells nothing', async () => {
  awsAnswers({ eks: 'Could not connect to the endpoint URL', sts: own });
  expect(await clusterPresence(fleet)).toEqual({
    state: 'not known',
    reason: 'Could not connect to the endpoint URL',
  });
});

test('without the AWS CLI nothing is known', async () => {
  process.env.PATH = folder;
  expect(await clusterPresence(fleet)).toEqual({
    state: 'not known',
    reason: 'The AWS CLI (aws) is not on PATH.',
  });
});

test.each([
  ['has no endpoint yet', {}],
  ['refuses connections', { endpoint: 'https://127.0.0.1:9', certificateAuthority: { data: '' } }],
])('an API that %s does not answer', async (_, described) => {
  awsAnswers({ eks: described, sts: own });
  expect(await apiAnswers(fleet)).toBe(false);
});
