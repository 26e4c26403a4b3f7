import { PodAddresses } from '../../../sandbox/src/pods/pod-addresses.js';
import { workloadName } from '../../../sandbox/src/pods/running-pod.js';

test('pods of all revisions of a Deployment belong to one workload', () => {
  const metadata = {
    namespace: 'flux-system',
    name: 'source-controller-794597f85-2xpkg',
    generateName: 'source-controller-794597f85-',
    labels: { 'pod-template-hash': '794597f85' },
  };
  expect(workloadName({ metadata })).toBe('flux-system/source-controller');
});

test('a pod of its own is its own workload', () => {
  expect(workloadName({ metadata: { namespace: 'default', name: 'lonely' } })).toBe('default/lonely');
});

test('no two pods get the same address', () => {
  const addresses = new PodAddresses();
  expect([
    addresses.assign(),
    addresses.assign('10.0.192.3'),
    addresses.assign(),
    addresses.assign(),
  ]).toEqual(['10.0.192.1', '10.0.192.3', '10.0.192.2', '10.0.192.4']);
});
