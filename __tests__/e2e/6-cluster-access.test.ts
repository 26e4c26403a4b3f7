import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../support/synth';
import { type, typed } from './support/sandbox-shell';

const entry =
  '--cluster-name infra-fleet-sandbox --principal-arn arn:aws:iam::000000000000:role/sandbox/deployer';
const policy = '--policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';
const remove = `aws eks delete-access-entry ${entry}`;
const restore =
  `aws eks create-access-entry ${entry} --type STANDARD && ` +
  `aws eks associate-access-policy ${entry} ${policy} --access-scope type=cluster`;

/** The program that the stack flux-operator runs before its first object, with what the stack gives it. */
function wait(timeout: string): string {
  const state = readFileSync(join(checkout, '.sandbox/terraform/sandbox/cluster.tfstate'), 'utf8');
  const { outputs } = JSON.parse(state) as { outputs: Record<string, { value: string }> };
  const settings = {
    CLUSTER_NAME: outputs.cluster_name!.value,
    CLUSTER_ENDPOINT: outputs.endpoint!.value,
    CLUSTER_CERTIFICATE_AUTHORITY: outputs.certificate_authority_data!.value,
    FLUX_NAMESPACE: 'flux-system',
    FLUX_READY_TIMEOUT: timeout,
    FLEET_FILE: 'fleet/sandbox.yaml',
  };
  const words = Object.entries(settings).map(([name, value]) => `${name}='${value}'`);
  return `env ${words.join(' ')} node run ops/provisioners/wait-for-access.ts`;
}

describe('without an access entry', () => {
  beforeAll(() => typed(remove));
  afterAll(() => {
    if (type(`aws eks describe-access-entry ${entry}`).status !== 0) typed(restore);
  });

  test('the wait for access ends with the entry to add', () => {
    expect(type(wait('5s')).output).toContain(
      '- principalArn: arn:aws:iam::000000000000:role/deployer # with',
    );
  });

  test('the wait goes on as soon as the entry is back', () => {
    const untilItWaits = `until grep -q Unauthorized .sandbox/wait.log; do sleep 0.2; done`;
    const { status } = type(
      `${wait('5m')} > .sandbox/wait.log & waiting=$!; ${untilItWaits}; ${restore}; wait $waiting`,
    );
    expect(status).toBe(0);
  });
});
