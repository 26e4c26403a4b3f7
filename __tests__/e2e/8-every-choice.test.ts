import { inventory } from './support/aws-inventory';
import { type, typed, typedJson } from './support/sandbox-shell';

/** prod with everything that is off by default. It is left for the test that the sandbox leaves nothing behind. */
describe('every choice of a fleet file', () => {
  beforeAll(() =>
    typed('FLEET=prod FLEET_OVERRIDES=ops/scan/every-choice.yaml cdktf deploy network cluster'),
  );

  test.each(['network', 'cluster'])('has nothing to change in %s', (stack) => {
    expect(typed(`FLEET=prod FLEET_OVERRIDES=ops/scan/every-choice.yaml cdktf diff ${stack}`)).toContain(
      'No changes.',
    );
  });

  test('is there in AWS', () => {
    expect(inventory('prod')).toMatchObject({
      budgets: ['infra-fleet-prod'],
      'cache-rules': expect.arrayContaining([
        'ecr-public',
        'kubernetes',
        'quay',
        'docker-hub',
        'github',
      ]) as string[],
      instances: [expect.stringMatching(/^i-/)],
      rules: expect.arrayContaining(['infra-fleet-prod-karpenter-spot-interruption']) as string[],
      queues: [expect.stringMatching(/infra-fleet-prod-karpenter$/)],
    });
  });

  test('lets the nodes of Karpenter join', () => {
    const entry = typedJson<{ accessEntry: { type: string; kubernetesGroups: string[] } }>(
      'aws eks describe-access-entry --cluster-name infra-fleet-prod --output json ' +
        '--principal-arn arn:aws:iam::000000000000:role/infra-fleet-prod-karpenter-node',
    );
    expect(entry.accessEntry).toMatchObject({ type: 'EC2_LINUX', kubernetesGroups: ['system:nodes'] });
  });

  test('was checked against the models of AWS', () => {
    // Its exit code tells of the fleet sandbox, which an earlier test has destroyed.
    expect(type('make sandbox-status').output).toMatch(/all +\d{3,} checked/);
  });
});
