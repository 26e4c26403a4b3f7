import {
  AccessEntryAuthenticator,
  type AccessDirectory,
} from '../../../sandbox/src/kubernetes/access-entry-authenticator.js';
import type { AuthenticatedUser } from '../../../sandbox/src/kubernetes/token-webhook.js';
import { signedAt, signedUrl, tokenOf } from './tokens';

const role = 'arn:aws:iam::000000000000:role/ci';
const session = 'arn:aws:sts::000000000000:assumed-role/ci/run';

const aws: AccessDirectory = {
  secretOf: () => undefined,
  identify: () => Promise.resolve({ arn: session, account: '000000000000', userId: 'AROA:run' }),
  entryPrincipals: () => Promise.resolve([role]),
  entry: (_cluster, principalArn) =>
    Promise.resolve({ principalArn, username: '', kubernetesGroups: ['team'], policies: [] }),
};

const cluster = {
  namespaces: () => Promise.resolve([]),
  ensureClusterRole: () => Promise.resolve(),
  ensureClusterRoleBinding: () => Promise.resolve(),
  ensureRoleBinding: () => Promise.resolve(),
};

async function authenticate(directory: Partial<AccessDirectory>): Promise<AuthenticatedUser | undefined> {
  const authenticator = new AccessEntryAuthenticator({
    clusterName: 'tf',
    directory: { ...aws, ...directory },
    client: () => cluster,
  });
  return await authenticator.authenticate(tokenOf(signedUrl));
}

beforeEach(() => jest.useFakeTimers({ now: signedAt }));
afterEach(() => jest.useRealTimers());

test('a caller with an entry gets its user name and groups', async () => {
  expect(await authenticate({})).toMatchObject({ username: session, groups: ['team'] });
});

test('a user is told by its account and id, as aws-iam-authenticator tells it', async () => {
  expect(await authenticate({})).toHaveProperty('uid', 'aws-iam-authenticator:000000000000:AROA:run');
});

test("an entry's policies become groups", async () => {
  const policies = [
    {
      policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
      scope: 'cluster' as const,
      namespaces: [],
    },
  ];
  const entry = { principalArn: role, username: 'me', kubernetesGroups: [], policies };
  expect(await authenticate({ entry: () => Promise.resolve(entry) })).toMatchObject({
    username: 'me',
    groups: ['eks-access-policy:AmazonEKSViewPolicy'],
  });
});

test('a caller without an entry stays out', async () => {
  expect(await authenticate({ entryPrincipals: () => Promise.resolve([]) })).toBeUndefined();
});

test('an entry that goes away in between keeps out', async () => {
  expect(await authenticate({ entry: () => Promise.resolve(undefined) })).toBeUndefined();
});

test('a caller whom STS does not know stays out', async () => {
  expect(await authenticate({ identify: () => Promise.resolve(undefined) })).toBeUndefined();
});

test('a wrong signature of a known key keeps out', async () => {
  expect(await authenticate({ secretOf: () => 'another' })).toBeUndefined();
});
