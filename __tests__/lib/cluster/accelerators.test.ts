import { acceleratorOf } from '../../../lib/cluster/accelerators';

/** https://docs.aws.amazon.com/ec2/latest/instancetypes/ac.html */
test.each([
  ['p5.48xlarge', 'NVIDIA'],
  ['p6-b200.48xlarge', 'NVIDIA'],
  ['g4dn.xlarge', 'NVIDIA'],
  ['g5g.xlarge', 'NVIDIA'],
  ['gr6.4xlarge', 'NVIDIA'],
  ['inf2.xlarge', 'NEURON'],
  ['trn1n.32xlarge', 'NEURON'],
  ['g4ad.xlarge', undefined],
  ['m7g.large', undefined],
  ['t3.large', undefined],
])('%s has accelerators of %s', (type, accelerator) => {
  expect(acceleratorOf(type)).toBe(accelerator);
});
