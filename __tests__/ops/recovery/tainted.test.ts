import { loadFleet } from '../../../lib/fleet/load';
import type { StateResource } from '../../../ops/recovery/stack-state';
import { toUntaint } from '../../../ops/recovery/tainted';
import { awsError, stubbedClients, type Answers } from './support/stubbed-clients';

const fleet = loadFleet({ env: { FLEET: 'dev' } });

function tainted(type: string, attributes: Record<string, unknown> = {}): StateResource {
  return { address: `${type}.it`, mode: 'managed', type, name: 'it', tainted: true, attributes };
}

async function untainted(resources: readonly StateResource[], answers: Answers = {}) {
  const said: string[] = [];
  const addresses = await toUntaint({
    state: { serial: 1, resources },
    fleet,
    clients: stubbedClients(answers).clients,
    say: (line) => said.push(line),
    lookEverySeconds: 0,
  });
  return { addresses, said };
}

test.each(['aws_vpc', 'helm_release', 'kubernetes_namespace_v1'])('%s is untainted', async (type) => {
  expect((await untainted([tainted(type)])).addresses).toEqual([`${type}.it`]);
});

test('terraform_data stays tainted, since its provisioner must run again', async () => {
  expect((await untainted([tainted('terraform_data')])).addresses).toEqual([]);
});

test('what is not tainted is left alone', async () => {
  expect((await untainted([{ ...tainted('aws_vpc'), tainted: false }])).addresses).toEqual([]);
});

const cluster = tainted('aws_eks_cluster', { name: 'fleet' });

test.each([
  ['ACTIVE', ['aws_eks_cluster.it']],
  ['FAILED', []],
])('a cluster in the status %s', async (status, addresses) => {
  const answers = { DescribeClusterCommand: () => ({ cluster: { status, tags: {} } }) };
  expect((await untainted([cluster], answers)).addresses).toEqual(addresses);
});

test('a cluster that AWS still makes is waited for', async () => {
  const statuses = ['CREATING', 'FAILED'];
  const tags = { Environment: 'dev', ManagedBy: 'infra-fleet' };
  const answers = { DescribeClusterCommand: () => ({ cluster: { status: statuses.shift(), tags } }) };
  expect((await untainted([cluster], answers)).addresses).toEqual([]);
});

test('a cluster of which nothing is known is kept, and that is said', async () => {
  const answers = {
    DescribeClusterCommand: () => {
      throw awsError('AccessDenied');
    },
  };
  expect(await untainted([cluster], answers)).toEqual({
    addresses: ['aws_eks_cluster.it'],
    said: [
      'Not known whether AWS failed to make it, so it is kept: aws_eks_cluster.it: AccessDenied: AccessDenied',
    ],
  });
});
