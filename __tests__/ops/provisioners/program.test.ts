import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { programVariables } from '../../../lib/flux/programs';
import { checkout } from '../../support/synth';

const programs = Object.keys(programVariables);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'infra-fleet-program-'));
  writeFileSync(join(folder, 'aws'), `#!/bin/sh\ntouch ${folder}/asked\nexit 1\n`);
  chmodSync(join(folder, 'aws'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts a program of a stack whose cluster can't be reached, and waits until it is at work. */
async function started(command: (program: string) => string, program: string) {
  const child = spawn('/bin/sh', ['-c', command(`node run ops/provisioners/${program}.ts`)], {
    cwd: checkout,
    env: {
      PATH: [folder, process.env.PATH].join(delimiter),
      CLUSTER_NAME: 'none',
      CLUSTER_ENDPOINT: 'https://127.0.0.1:9',
      CLUSTER_CERTIFICATE_AUTHORITY: Buffer.from('none').toString('base64'),
      AWS_REGION: 'eu-west-2',
      FLEET_FILE: 'fleet/dev.yaml',
      FLUX_NAMESPACE: 'flux-system',
      FLUX_READY_TIMEOUT: '10m',
      FLUX_WAIT_FOR: 'operator',
      FLUX_UNINSTALL: 'operator',
      FLUX_DESTROY_TIMEOUT: '10m',
      STACK: 'flux-operator',
    },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  while (!existsSync(join(folder, 'asked'))) {
    if (child.exitCode !== null) throw new Error(`${program} has ended: ${text}`);
    await delay(20);
  }
  return { child, output: () => text };
}

async function ended(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}

test.each(programs)('%s is where the stacks start it', (program) => {
  expect(existsSync(join(checkout, 'ops/provisioners', `${program}.ts`))).toBe(true);
});

test.each(programs.flatMap((program) => [[program, 'SIGINT'] as const, [program, 'SIGTERM'] as const]))(
  '%s ends with %s and says so',
  async (program, signal) => {
    const { child, output } = await started((command) => `exec ${command}`, program);
    child.kill(signal);
    expect(await ended(child)).toBe(signal === 'SIGINT' ? 130 : 143);
    expect(output()).toMatch(/Interrupted\. .+ The same command continues from here\.\n$/);
    expect(output()).not.toMatch(/\n {4}at /);
  },
  30_000,
);

test('a program ends with whoever started it', async () => {
  const { child, output } = await started((command) => `${command}; exit`, 'wait-for-flux');
  child.kill('SIGKILL');
  await ended(child);
  expect(output()).toContain('Interrupted.');
}, 30_000);
