import { releaseParameter } from '../../../lib/cluster/node-release';

/** As AWS's documents of each system have them. */
test.each([
  [
    'AL2023_ARM_64_STANDARD',
    'eks/optimized-ami/1.35/amazon-linux-2023/arm64/standard/recommended/release_version',
  ],
  [
    'AL2023_x86_64_NEURON',
    'eks/optimized-ami/1.35/amazon-linux-2023/x86_64/neuron/recommended/release_version',
  ],
  ['BOTTLEROCKET_ARM_64', 'bottlerocket/aws-k8s-1.35/arm64/latest/image_version'],
  ['BOTTLEROCKET_x86_64_NVIDIA', 'bottlerocket/aws-k8s-1.35-nvidia/x86_64/latest/image_version'],
])('the newest release of %s is in a parameter of its own', (amiType, name) => {
  expect(releaseParameter(amiType, '1.35')).toBe(`/aws/service/${name}`);
});
