import { identifier, outputName, roleName } from '../../../lib/aws/naming';

test('an output is named in snake case', () => {
  expect(outputName('privateSubnetIds')).toBe('private_subnet_ids');
});

test('a stack is a Terraform identifier', () => {
  expect(identifier('flux-operator')).toBe('flux_operator');
});

test('a role is named for its cluster and purpose', () => {
  expect(roleName('infra-fleet-dev', 'vpc-cni')).toBe('infra-fleet-dev-vpc-cni');
});

test('a role of a cluster with a long name fits IAM', () => {
  expect(roleName('c'.repeat(100), 'aws-ebs-csi-driver')).toHaveLength(64);
});

test.each([0, 1, 2, 44, 45, 46, 53, 54, 55, 56, 63, 64, 73, 200])(
  'a role for a purpose %i longer fits',
  (length) => {
    expect(roleName('blue', `for-${'p'.repeat(length)}`).length).toBeLessThanOrEqual(64);
  },
);

test('the roles for two purposes that are too long differ', () => {
  const long = 'p'.repeat(90);
  expect(roleName('blue', `${long}-one`)).not.toBe(roleName('blue', `${long}-two`));
});

test('the roles of two clusters with long names differ', () => {
  const long = 'c'.repeat(90);
  expect(roleName(`${long}-one`, 'node')).not.toBe(roleName(`${long}-two`, 'node'));
});
