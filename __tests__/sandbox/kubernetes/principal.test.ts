import {
  defaultUsername,
  ownsEntry,
  principalOf,
  renderUsername,
} from '../../../sandbox/src/kubernetes/principal.js';

const root = principalOf('arn:aws:iam::000000000000:root');
const session = principalOf('arn:aws:sts::000000000000:assumed-role/ci/run@7');

test('a session of a role is taken apart', () => {
  expect(session).toMatchObject({ account: '000000000000', roleName: 'ci', sessionName: 'run@7' });
});

test('the root user is itself', () => {
  expect(root).toEqual({ arn: 'arn:aws:iam::000000000000:root', account: '000000000000' });
});

test.each([
  ['its role', 'arn:aws:iam::000000000000:role/ci', true],
  ['its role with a path', 'arn:aws:iam::000000000000:role/team/ci', true],
  ['another role', 'arn:aws:iam::000000000000:role/ci-2', false],
  ['the role of another account', 'arn:aws:iam::111111111111:role/ci', false],
  ['a user of that name', 'arn:aws:iam::000000000000:user/ci', false],
])('a session and the entry of %s', (_what, entry, owns) => {
  expect(ownsEntry(session, entry)).toBe(owns);
});

test('a user owns the entry of its ARN', () => {
  expect(ownsEntry(root, 'arn:aws:iam::000000000000:root')).toBe(true);
});

test('a role without a user name is called by its session', () => {
  expect(defaultUsername('arn:aws:iam::000000000000:role/team/ci')).toBe(
    'arn:aws:sts::000000000000:assumed-role/ci/{{SessionName}}',
  );
});

test('a user without a user name is called by its ARN', () => {
  expect(defaultUsername('arn:aws:iam::000000000000:user/ann')).toBe('arn:aws:iam::000000000000:user/ann');
});

test('the session name loses its @', () => {
  expect(renderUsername('{{AccountID}}:{{SessionName}}', session)).toBe('000000000000:run-7');
});

test('the raw session name keeps its @', () => {
  expect(renderUsername('{{SessionNameRaw}}', session)).toBe('run@7');
});
