import type { Finding } from '../../../../ops/commands/scan/findings';
import { judge, readSkips, type Skip } from '../../../../ops/commands/scan/skips';

const finding: Finding = {
  check: 'CKV_AWS_39',
  title: 'Ensure Amazon EKS public endpoint disabled',
  fleet: 'dev',
  stack: 'cluster',
  resource: 'control-plane_cluster_47C848BD',
};
const skip: Skip = {
  check: 'CKV_AWS_39',
  fleet: 'dev',
  stack: 'cluster',
  resource: 'control-plane_cluster',
  reason: 'Reached from the networks of the fleet file alone.',
  expires: '2027-01-01',
};

test('a skip accepts its finding before its day', () => {
  expect(judge([finding], [skip], '2026-12-31').failed).toEqual([]);
});

test('a skip accepts nothing from its day on', () => {
  expect(judge([finding], [skip], '2027-01-01')).toMatchObject({ failed: [finding], expired: [skip] });
});

test.each([{ fleet: 'prod' }, { stack: 'network' }, { check: 'CKV_AWS_38' }, { resource: 'other' }])(
  'a skip accepts no finding with another %o',
  (other) => {
    expect(judge([{ ...finding, ...other }], [skip], '2026-12-31').failed).toHaveLength(1);
  },
);

test('a skip that nothing needs is reported', () => {
  expect(judge([], [skip], '2026-12-31').unused).toEqual([skip]);
});

test('no skip of the project has expired', () => {
  const today = new Date().toISOString().slice(0, 10);
  expect(readSkips().filter(({ expires }) => expires <= today)).toEqual([]);
});

test('every skip is looked at again within a year', () => {
  const inAYear = new Date(Date.now() + 366 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  expect(readSkips().filter(({ expires }) => expires > inAYear)).toEqual([]);
});

test('the list of skips fits on a page', () => {
  expect(readSkips().length).toBeLessThanOrEqual(10);
});
