import { parse } from 'yaml';
import { nodeUserData } from '../../../lib/cluster/node-user-data';

function text(amiType: string): string {
  return Buffer.from(nodeUserData({ amiType, maxPods: 98 }), 'base64').toString();
}

test('Bottlerocket is told in TOML', () => {
  expect(text('BOTTLEROCKET_ARM_64')).toBe('[settings.kubernetes]\nmax-pods = 98\n');
});

test('Amazon Linux is told by a NodeConfig', () => {
  const [, part = ''] = text('AL2023_x86_64_STANDARD').split('--infra-fleet');
  expect(parse(part.slice(part.indexOf('\n\n', 1)))).toEqual({
    apiVersion: 'node.eks.aws/v1alpha1',
    kind: 'NodeConfig',
    spec: { kubelet: { config: { maxPods: 98 } } },
  });
});

test('the document for Amazon Linux is a MIME multi-part one, which EKS can add to', () => {
  expect(text('AL2023_x86_64_STANDARD')).toMatch(
    /^MIME-Version: 1\.0\nContent-Type: multipart\/mixed; boundary="infra-fleet"\n\n--infra-fleet\nContent-Type: application\/node\.eks\.aws\n\n[^]*\n--infra-fleet--\n$/,
  );
});
