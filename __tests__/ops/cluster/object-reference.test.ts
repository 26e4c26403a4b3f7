import { describeReference, referenceOf } from '../../../ops/cluster/object-reference';

test.each([
  ['applications_hello_helm.toolkit.fluxcd.io_HelmRelease', 'v2', 'HelmRelease/applications/hello'],
  ['_applications__Namespace', 'v1', 'Namespace/applications'],
  ['_system__node_rbac.authorization.k8s.io_ClusterRole', 'v1', 'ClusterRole/system:node'],
  ['default_a-b__ConfigMap', 'v1', 'ConfigMap/default/a-b'],
])('%s is %s %s', (id, v, expected) => {
  expect(describeReference(referenceOf({ id, v }))).toBe(expected);
});

test('an entry of a group has the group in its apiVersion', () => {
  expect(referenceOf({ id: 'a_b_apps_Deployment', v: 'v1' }).apiVersion).toBe('apps/v1');
});

test('an entry of the core group has the version alone', () => {
  expect(referenceOf({ id: 'a_b__Secret', v: 'v1' }).apiVersion).toBe('v1');
});
