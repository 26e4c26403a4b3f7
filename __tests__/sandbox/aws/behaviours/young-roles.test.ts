import { YoungRoles } from '../../../../sandbox/src/aws/behaviours/young-roles.js';

const createRole = { service: 'iam', operation: 'CreateRole', input: { RoleName: 'blue' } };
const roleArn = 'arn:aws:iam::000000000000:role/platform/blue';

test.each([
  [
    { service: 'eks', operation: 'CreateCluster', input: { roleArn } },
    `The roleArn, ${roleArn}, does not exist`,
  ],
  [
    { service: 'ec2', operation: 'CreateFlowLogs', input: { DeliverLogsPermissionArn: roleArn } },
    'Unable to assume given IAM role',
  ],
])('$operation does not know a role that was just made', (call, message) => {
  const roles = new YoungRoles(() => 0);
  roles.after(createRole);
  expect(() => roles.before(call)).toThrow(message);
});

test('a role is known after some seconds', () => {
  let now = 0;
  const roles = new YoungRoles(() => now);
  roles.after(createRole);
  now = 3000;
  expect(() =>
    roles.before({ service: 'eks', operation: 'CreateCluster', input: { roleArn } }),
  ).not.toThrow();
});
