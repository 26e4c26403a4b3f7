import { refuseVersionJump } from '../../../../sandbox/src/aws/eks/versions.js';

test('the next minor version is taken', () => {
  expect(() => refuseVersionJump('1.35', '1.36')).not.toThrow();
});

test.each([
  ['1.34', '1.36', 'Unsupported Kubernetes minor version update from 1.34 to 1.36'],
  ['1.36', '1.35', 'Unsupported Kubernetes minor version update from 1.36 to 1.35'],
  ['1.36', '1.36', 'already at the desired configuration'],
  ['1.36', 'latest', 'unsupported Kubernetes version latest'],
])('from %s to %s is refused', (from, to, message) => {
  expect(() => refuseVersionJump(from, to)).toThrow(message);
});
