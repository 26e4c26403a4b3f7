import { withoutNodes } from '../../../../sandbox/src/aws/eks/addon-health.js';

test('an add-on whose pods find no node is degraded', () => {
  expect(withoutNodes('coredns')).toMatchObject({
    status: 'DEGRADED',
    health: { issues: [{ code: 'InsufficientNumberOfReplicas' }] },
  });
});

test('an add-on with a pod on each node needs none', () => {
  expect(withoutNodes('vpc-cni')).toEqual({});
});
