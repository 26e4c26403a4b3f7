import { amazonLinuxParameter, nodeImageParameter } from '../../../sandbox/src/aws/public-parameters.js';

const linux = '/aws/service/eks/optimized-ami/1.36/amazon-linux-2023/x86_64/standard/recommended';

test('a node image has an id', () => {
  expect(nodeImageParameter(`${linux}/image_id`)).toMatch(/^ami-[0-9a-f]{17}$/);
});

test('a node image is the same each time', () => {
  expect(nodeImageParameter(`${linux}/image_id`)).toBe(nodeImageParameter(`${linux}/image_id`));
});

test('another version has another image', () => {
  const other = linux.replace('1.36', '1.35');
  expect(nodeImageParameter(`${linux}/image_id`)).not.toBe(nodeImageParameter(`${other}/image_id`));
});

test('a release is of the Kubernetes version', () => {
  expect(nodeImageParameter(`${linux}/release_version`)).toMatch(/^1\.36\./);
});

test('Bottlerocket has images too', () => {
  expect(nodeImageParameter('/aws/service/bottlerocket/aws-k8s-1.36/x86_64/latest/image_id')).toMatch(
    /^ami-/,
  );
});

test.each(['/fleet/x', `${linux}/other`, '/aws/service/eks/optimized-ami/latest/image_id'])(
  '%s is no node image',
  (name) => {
    expect(nodeImageParameter(name)).toBeUndefined();
  },
);

test('Amazon Linux has an image that the emulator can describe', () => {
  expect(
    amazonLinuxParameter('/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64'),
  ).toMatch(/^ami-/);
});

test('a parameter of another image is none of Amazon Linux', () => {
  expect(amazonLinuxParameter(`${linux}/image_id`)).toBeUndefined();
});
