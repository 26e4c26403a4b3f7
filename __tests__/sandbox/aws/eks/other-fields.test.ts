import { fillAccessEntry } from '../../../../sandbox/src/aws/eks/access-entries.js';
import { fillAddon } from '../../../../sandbox/src/aws/eks/addons.js';

test('an access entry without a user name has its default', () => {
  const entry = { principalArn: 'arn:aws:iam::000000000000:user/ann', type: 'STANDARD', username: '' };
  expect(fillAccessEntry(entry)).toHaveProperty('username', 'arn:aws:iam::000000000000:user/ann');
});

test('an access entry keeps its user name', () => {
  expect(fillAccessEntry({ type: 'STANDARD', username: 'me' })).toHaveProperty('username', 'me');
});

test('the entry of nodes has their group', () => {
  expect(fillAccessEntry({ type: 'EC2_LINUX', username: '' })).toMatchObject({
    username: 'system:node:{{EC2PrivateDNSName}}',
    kubernetesGroups: ['system:nodes'],
  });
});

test("an add-on leaves out the emulator's empty texts", () => {
  expect(fillAddon({ configurationValues: '', serviceAccountRoleArn: '' }, {}, {})).toMatchObject({
    configurationValues: undefined,
    serviceAccountRoleArn: undefined,
  });
});

test('an add-on names its Pod Identity associations', () => {
  expect(fillAddon({}, { podIdentityAssociations: ['arn:a'] }, {})).toHaveProperty(
    'podIdentityAssociations',
    ['arn:a'],
  );
});
