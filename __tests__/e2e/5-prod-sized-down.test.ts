import { type Inventory, inventory, keysOf, keyState } from './support/aws-inventory';
import { resourcesOf, typed } from './support/sandbox-shell';

/** Each kind of resource with how many there are, without those of which there is none. */
function counts(found: Inventory): Record<string, number> {
  const counted = Object.entries(found).map(([kind, items]) => [kind, items.length] as const);
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}

describe('prod in the sandbox', () => {
  let keys: readonly string[];

  beforeAll(() => {
    typed('FLEET=prod cdktf deploy network cluster');
    keys = keysOf('prod');
  });

  test('is deployed in its own shape', () => {
    const shape = { clusters: 1, 'nat-gateways': 3, subnets: 9, 'launch-templates': 1, repositories: 1 };
    expect(counts(inventory('prod', Object.keys(shape)))).toEqual(shape);
  });

  test.each(['network', 'cluster'])('has nothing to change in %s', (stack) => {
    expect(typed(`FLEET=prod cdktf diff ${stack}`)).toContain('No changes.');
  });

  describe('after its destroy', () => {
    beforeAll(() => typed('FLEET=prod cdktf destroy cluster network'));

    test('has nothing left in AWS', () => {
      expect(counts(inventory('prod'))).toEqual({});
    });

    test('has the log group that EKS wrote again', () => {
      const query = `logGroups[?logGroupName=='/aws/eks/infra-fleet-prod/cluster'] | length(@)`;
      expect(typed(`aws logs describe-log-groups --query "${query}"`).trim()).toBe('1');
    });

    test('has all of its keys on their way out', () => {
      expect(keys.map(keyState)).toEqual(keys.map(() => 'PendingDeletion'));
    });

    test.each(['network', 'cluster'])('has nothing left in the state of %s', (stack) => {
      expect(resourcesOf(stack, 'prod')).toEqual([]);
    });

    test('has left the cluster of the sandbox alone', () => {
      expect(typed('kubectl get nodes --output name')).toContain('node/');
    });
  });
});
