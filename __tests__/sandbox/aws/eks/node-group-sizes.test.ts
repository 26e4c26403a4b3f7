import { refuseSizes } from '../../../../sandbox/src/aws/eks/node-group-sizes.js';

test.each([
  [{ minSize: 3, maxSize: 5, desiredSize: 2 }, "Minimum capacity 3 can't be greater than desired size 2"],
  [{ minSize: 1, maxSize: 2, desiredSize: 3 }, "Desired capacity 3 can't be greater than max size 2"],
])('%j is refused', (sizes, message) => {
  expect(() => refuseSizes(sizes)).toThrow(message);
});

test('a desired size between the two others is taken', () => {
  expect(() => refuseSizes({ minSize: 1, maxSize: 4, desiredSize: 2 })).not.toThrow();
});
