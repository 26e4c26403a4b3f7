import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heldLock, managedResources, readStackState } from '../../../ops/recovery/stack-state';

let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'infra-fleet-stacks-'));
});
afterEach(() => rmSync(outdir, { recursive: true }));

function stack(backend: object): string {
  const folder = join(outdir, 'network');
  mkdirSync(folder);
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify({ terraform: { backend } }));
  return folder;
}

const local = () => stack({ local: { path: '../states/network.tfstate' } });
const stateFile = () => join(outdir, 'states/network.tfstate');
const lockInfo = {
  ID: '1-2',
  Operation: 'OperationTypeApply',
  Who: 'ann@laptop',
  Created: '2026-01-01T00:00:00Z',
};

const state = {
  version: 4,
  serial: 7,
  resources: [
    {
      mode: 'managed',
      type: 'aws_vpc',
      name: 'vpc',
      instances: [{ status: 'tainted', attributes: { id: 'vpc-1', arn: 'arn:vpc-1' } }],
    },
    { mode: 'data', type: 'aws_s3_objects', name: 'network', instances: [{ index_key: 0, attributes: {} }] },
  ],
};

function writeState(content: object = state): void {
  mkdirSync(join(outdir, 'states'));
  writeFileSync(stateFile(), JSON.stringify(content));
}

test('a local state tells what was made, and what is tainted', async () => {
  writeState();
  expect(await readStackState(local())).toMatchObject({
    serial: 7,
    resources: [
      { address: 'aws_vpc.vpc', tainted: true, id: 'vpc-1', arn: 'arn:vpc-1' },
      { address: 'data.aws_s3_objects.network[0]', mode: 'data', tainted: false },
    ],
  });
});

test('what is only read is not managed', async () => {
  writeState();
  expect(managedResources((await readStackState(local()))!)).toEqual(['aws_vpc.vpc']);
});

test('a stack that was never deployed has no state', async () => {
  expect(await readStackState(local())).toBeUndefined();
});

test('a state of another version is refused by name', async () => {
  writeState({ ...state, version: 3 });
  await expect(readStackState(local())).rejects.toThrow(
    'The state of the stack network is not what Terraform',
  );
});

test('a stack that is not synthesized says what to run', async () => {
  await expect(readStackState(join(outdir, 'network'))).rejects.toThrow('Run first: cdktf synth');
});

/** Locks a file as Terraform does, until it is killed. */
async function lockedBy(file: string) {
  const program = `import fcntl,sys,time
f=open(sys.argv[1],'r+'); fcntl.lockf(f, fcntl.LOCK_EX); print('locked', flush=True); time.sleep(60)`;
  const holder = spawn('python3', ['-c', program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  return holder;
}

test('a local lock is held while a process holds it', async () => {
  writeState();
  writeFileSync(join(outdir, 'states/.network.tfstate.lock.info'), JSON.stringify(lockInfo));
  const holder = await lockedBy(stateFile());
  expect(await heldLock(local())).toEqual({
    id: '1-2',
    operation: 'OperationTypeApply',
    who: 'ann@laptop',
    created: '2026-01-01T00:00:00Z',
    kind: 'local',
  });
  holder.kill('SIGKILL');
  await once(holder, 'exit');
});

test('a local lock that a killed Terraform wrote down is held by nobody', async () => {
  writeState();
  writeFileSync(join(outdir, 'states/.network.tfstate.lock.info'), JSON.stringify(lockInfo));
  expect(await heldLock(local())).toBeUndefined();
});

describe('in S3', () => {
  let bucket: Server;
  const objects = new Map<string, string>();
  const environment = { ...process.env };

  beforeEach(async () => {
    objects.clear();
    bucket = createServer((request, response) => {
      const content = objects.get(new URL(request.url!, 'http://s3').pathname);
      if (content !== undefined) response.end(content);
      else response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    }).listen(0, '127.0.0.1');
    await once(bucket, 'listening');
    const { port } = bucket.address() as AddressInfo;
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
  });
  afterEach(() => {
    process.env = environment;
    bucket.closeAllConnections();
    bucket.close();
  });

  const remote = () => stack({ s3: { bucket: 'states', key: 'dev/network.tfstate', region: 'eu-west-2' } });

  test('the state is read from its object', async () => {
    objects.set('/states/dev/network.tfstate', JSON.stringify(state));
    expect((await readStackState(remote()))?.serial).toBe(7);
  });

  test('a stack that was never deployed has no state', async () => {
    expect(await readStackState(remote())).toBeUndefined();
  });

  test('the lock is the object beside it', async () => {
    objects.set('/states/dev/network.tfstate.tflock', JSON.stringify(lockInfo));
    expect(await heldLock(remote())).toMatchObject({ id: '1-2', kind: 's3' });
  });
});
