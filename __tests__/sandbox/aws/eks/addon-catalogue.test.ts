import {
  catalogueAddon,
  recommendedVersion,
  refuseNewerProxy,
} from '../../../../sandbox/src/aws/eks/addon-catalogue';

test.each([
  ['kube-proxy', 'v1.35.0-eksbuild.2'],
  ['coredns', 'v1.13.2-eksbuild.1'],
])('the %s that EKS recommends for 1.35 is %s', (name, version) => {
  expect(recommendedVersion(catalogueAddon(name)!, '1.35')).toBe(version);
});

test('a kube-proxy newer than the control plane is refused', () => {
  expect(() => refuseNewerProxy('kube-proxy', 'v1.36.0-eksbuild.2', '1.35')).toThrow(
    'Addon version specified is not supported',
  );
});

test.each([
  ['kube-proxy', 'v1.35.0-eksbuild.2', '1.36'],
  ['vpc-cni', 'v1.99.0-eksbuild.1', '1.35'],
])('%s %s is taken beside a control plane of %s', (name, version, clusterVersion) => {
  expect(() => refuseNewerProxy(name, version, clusterVersion)).not.toThrow();
});
