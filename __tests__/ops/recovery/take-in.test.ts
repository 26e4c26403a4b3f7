import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadFleet } from '../../../lib/fleet/load';
import { forgetTakenIn, takeIn } from '../../../ops/recovery/take-in';
import { awsError, stubbedClients, type Answers } from './support/stubbed-clients';

const fleet = loadFleet({ env: { FLEET: 'dev' } });
const tags = { Environment: 'dev', ManagedBy: 'infra-fleet' };

let outdir: string;
let folder: string;
const file = () => join(folder, 'taken-in.tf.json');

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'infra-fleet-take-in-'));
  folder = join(outdir, 'stacks/cluster');
  mkdirSync(folder, { recursive: true });
  const backend = { local: { path: '../../cluster.tfstate' } };
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify({ terraform: { backend } }));
});
afterEach(() => rmSync(outdir, { recursive: true }));

interface Change {
  readonly type: string;
  readonly actions: readonly string[];
  readonly after?: object;
  readonly importing?: object;
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  readonly reason?: string;
}

const plan = (...changes: readonly Change[]) =>
  JSON.stringify({
    resource_changes: changes.map(({ type, reason, ...change }) => ({
      address: `${type}.it`,
      mode: 'managed',
      type,
      action_reason: reason,
      change,
    })),
  });

const role: Change = { type: 'aws_iam_role', actions: ['create'], after: { name: 'node' } };
const cluster: Change = { type: 'aws_eks_cluster', actions: ['create'], after: { name: 'fleet' } };
const ownRole: Answers = {
  GetRoleCommand: () => ({ Role: { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } }),
};

async function take(planJson: string, answers: Answers, settings: object = {}) {
  const said: string[] = [];
  const { clients, calls } = stubbedClients(answers);
  const say = (line: string) => said.push(line);
  const taken = await takeIn({ planJson, folder, fleet, say, clients, lookEverySeconds: 0, ...settings });
  return { taken, said, calls };
}

const blocks = () => JSON.parse(readFileSync(file(), 'utf8')) as { import: object[] };

test('what exists and no state knows is imported by the next plan', async () => {
  expect((await take(plan(role), ownRole)).taken).toEqual({ imports: 1, replace: [] });
  expect(blocks()).toEqual({ import: [{ to: 'aws_iam_role.it', id: 'node' }] });
});

test('it is said', async () => {
  expect((await take(plan(role), ownRole)).said).toEqual([
    'Taken in: aws_iam_role node exists, and no state knew it.',
  ]);
});

test('AWS is not asked for a plan that makes nothing in it', async () => {
  const { calls } = await take(
    plan({ ...role, actions: ['update'] }, { type: 'helm_release', actions: ['create'] }),
    {},
  );
  expect(calls).toEqual([]);
});

test('what the plan imports already is still imported by the next one', async () => {
  await take(plan(role), ownRole);
  const imported = { ...role, actions: ['no-op'], importing: { id: 'node' } };
  await take(plan(imported, cluster), {
    DescribeClusterCommand: () => ({ cluster: { status: 'ACTIVE', tags } }),
  });
  expect(blocks().import).toEqual([
    { to: 'aws_iam_role.it', id: 'node' },
    { to: 'aws_eks_cluster.it', id: 'fleet' },
  ]);
});

test('what a plan does not import any more is forgotten', async () => {
  await take(plan(role), ownRole);
  await take(plan({ ...role, actions: ['no-op'] }), {});
  expect(existsSync(file())).toBe(false);
});

test('all of it can be forgotten', async () => {
  await take(plan(role), ownRole);
  forgetTakenIn(folder);
  expect(existsSync(file())).toBe(false);
});

test('what is not of the fleet is left alone, and said', async () => {
  const { taken, said } = await take(plan(role), { GetRoleCommand: () => ({ Role: { Tags: [] } }) });
  expect({ imports: taken.imports, said }).toEqual({
    imports: 0,
    said: [
      "Not taken in: aws_iam_role node exists without the tags Environment=dev and ManagedBy=infra-fleet, so it is somebody else's.",
    ],
  });
});

test('a lookup that is not allowed is said', async () => {
  const { said } = await take(plan(role), {
    GetRoleCommand: () => {
      throw awsError('AccessDenied', 'not authorized to perform iam:GetRole');
    },
  });
  expect(said).toEqual([
    'Not known whether it exists already: aws_iam_role.it: AccessDenied: not authorized to perform iam:GetRole',
  ]);
});

test('a cluster that AWS still makes is waited for', async () => {
  const statuses = ['CREATING', 'CREATING', 'ACTIVE'];
  const { taken, said } = await take(plan(cluster), {
    DescribeClusterCommand: () => ({ cluster: { status: statuses.shift(), tags } }),
  });
  expect({ taken, said }).toEqual({
    taken: { imports: 1, replace: [] },
    said: [
      'AWS is still at work, waiting for it: aws_eks_cluster fleet (CREATING), 0 of 60 min',
      'Taken in: aws_eks_cluster fleet exists, and no state knew it.',
    ],
  });
});

test('a cluster that AWS removes is waited for, and made anew', async () => {
  const answers: (() => object)[] = [
    () => ({ cluster: { status: 'DELETING', tags } }),
    () => {
      throw awsError('ResourceNotFoundException');
    },
  ];
  const { taken } = await take(plan(cluster), { DescribeClusterCommand: () => answers.shift()!() });
  expect(taken.imports).toBe(0);
});

const creating: Answers = { DescribeClusterCommand: () => ({ cluster: { status: 'CREATING', tags } }) };

test('the wait ends', async () => {
  await expect(take(plan(cluster), creating, { minutes: 0 })).rejects.toThrow(
    'AWS is still at work after 0 minutes: aws_eks_cluster fleet (CREATING)',
  );
});

test('the wait can be interrupted', async () => {
  const interrupt = new AbortController();
  const say = () => interrupt.abort();
  await expect(take(plan(cluster), creating, { signal: interrupt.signal, say })).rejects.toThrow('abort');
});

test('a cluster that AWS failed to make is taken in to be replaced', async () => {
  const { taken, said } = await take(plan(cluster), {
    DescribeClusterCommand: () => ({ cluster: { status: 'FAILED', tags } }),
  });
  expect({ replace: taken.replace, said }).toEqual({
    replace: ['aws_eks_cluster.it'],
    said: [
      'Taken in to be replaced: aws_eks_cluster fleet exists, no state knew it, and AWS has it in the status FAILED.',
    ],
  });
});

const replaced: Change = {
  ...cluster,
  actions: ['delete', 'create'],
  importing: { id: 'fleet' },
  replace_paths: [['kubernetes_network_config', 0, 'service_ipv4_cidr']],
};

test('a plan that would replace what is taken in is refused', async () => {
  await expect(take(plan(replaced), {})).rejects.toThrow(
    'aws_eks_cluster.it, because of kubernetes_network_config.0.service_ipv4_cidr',
  );
});

test('unless that was asked for', async () => {
  const { taken } = await take(plan({ ...replaced, reason: 'replace_by_request' }), {});
  expect(taken.imports).toBe(0);
});

test('what exists several times is refused with its ids', async () => {
  const vpc = { type: 'aws_vpc', actions: ['create'], after: { tags: { Name: 'fleet' } } };
  const Tags = Object.entries({ ...tags, Name: 'fleet' }).map(([Key, Value]) => ({ Key, Value }));
  const answers = {
    DescribeVpcsCommand: () => ({ Vpcs: ['vpc-1', 'vpc-2'].map((VpcId) => ({ VpcId, Tags })) }),
  };
  await expect(take(plan(vpc), answers)).rejects.toThrow('aws_vpc.it: vpc-1, vpc-2');
});

test('something else than a plan is refused', async () => {
  await expect(take('{"resource_changes": 1}', {})).rejects.toThrow('Not a plan.');
});
