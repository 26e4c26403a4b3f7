import { Aspects } from 'cdktf';
import { PermissionsBoundary } from '../../../lib/aws/permissions-boundary';
import { ServiceRole } from '../../../lib/aws/service-role';
import { synthConstructs } from '../../support/construct';
import { only } from '../../support/synth';

test('every role gets the boundary', () => {
  const stack = synthConstructs((scope) => {
    new ServiceRole(scope, 'role', {
      name: 'role',
      description: 'A role',
      partition: 'aws',
      service: 'ec2.amazonaws.com',
    });
    Aspects.of(scope).add(new PermissionsBoundary('arn:aws:iam::111122223333:policy/boundary'));
  });
  expect(only(stack, 'aws_iam_role').permissions_boundary).toBe('arn:aws:iam::111122223333:policy/boundary');
});
