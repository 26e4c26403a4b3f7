import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { mergeSources } from '../../lib/validation/merge-sources';
import { readSource, type Source } from '../../lib/validation/source';
import { checkout } from '../support/synth';
import { inventory } from './support/aws-inventory';
import { typed, typedJson } from './support/sandbox-shell';

/** dev with everything that is off by default. It is left for the test that the sandbox leaves nothing behind. */
describe('every choice of a fleet file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'infra-fleet-choices-'));
  const overrides = join(folder, 'overrides.yaml');
  const dev = `FLEET=dev FLEET_OVERRIDES=${overrides}`;

  beforeAll(() => {
    const read = (file: string) => readSource(readFileSync(join(checkout, file), 'utf8'), file) as Source;
    const { data } = mergeSources(
      read('sandbox/fleet-overrides.yaml'),
      read('ops/commands/scan/every-choice.yaml'),
    );
    writeFileSync(overrides, stringify(data));
    typed(`${dev} cdktf deploy network cluster`);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(['network', 'cluster'])('has nothing to change in %s', (stack) => {
    expect(typed(`${dev} cdktf diff ${stack}`)).toContain('No changes.');
  });

  test('is there in AWS', () => {
    expect(inventory('dev')).toMatchObject({
      budgets: ['infra-fleet-dev'],
      'cache-rules': expect.arrayContaining(['ecr-public', 'kubernetes', 'quay']) as string[],
      'nat-gateways': [],
      instances: [expect.stringMatching(/^i-/)],
      rules: expect.arrayContaining(['infra-fleet-dev-karpenter-spot-interruption']) as string[],
      queues: [expect.stringMatching(/infra-fleet-dev-karpenter$/)],
    });
  });

  test('lets the nodes of Karpenter join', () => {
    const entry = typedJson<{ accessEntry: { type: string; kubernetesGroups: string[] } }>(
      'aws eks describe-access-entry --cluster-name infra-fleet-dev --output json ' +
        '--principal-arn arn:aws:iam::000000000000:role/infra-fleet-dev-karpenter-node',
    );
    expect(entry.accessEntry).toMatchObject({ type: 'EC2_LINUX', kubernetesGroups: ['system:nodes'] });
  });
});
