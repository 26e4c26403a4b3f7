import { userDataText } from '../../../lib/cluster/user-data';

const script = '#!/bin/sh\necho hello\n';

/** The parts of a MIME text, by their content types. */
function partsOf(text: string): Record<string, string> {
  const [, boundary] = /boundary="(.+)"/.exec(text)!;
  const [, ...parts] = text.split(`--${boundary}`).slice(0, -1);
  return Object.fromEntries(
    parts.map((part) => {
      const [header = '', ...body] = part.trim().split('\n\n');
      return [header.replace(/^Content-Type: ([^;]+).*$/, '$1'), body.join('\n\n')];
    }),
  );
}

test('a script and the configuration of nodeadm are parts of their own types', () => {
  const parts = partsOf(userDataText({ script, nodeConfig: { kubelet: { config: { a: 1 } } } })!);
  expect({
    ...parts,
    'application/node.eks.aws': JSON.parse(parts['application/node.eks.aws']!) as object,
  }).toEqual({
    'application/node.eks.aws': {
      apiVersion: 'node.eks.aws/v1alpha1',
      kind: 'NodeConfig',
      spec: { kubelet: { config: { a: 1 } } },
    },
    'text/x-shellscript': script.trim(),
  });
});

test('the end is marked, as EKS appends parts', () => {
  const text = userDataText({ script })!;
  const [, boundary] = /boundary="(.+)"/.exec(text)!;
  expect(text.trimEnd().endsWith(`--${boundary}--`)).toBe(true);
});

test('settings of Bottlerocket are as given', () => {
  expect(userDataText({ toml: '[settings.kernel]\n' })).toBe('[settings.kernel]\n');
});

test('no user data is none', () => {
  expect(userDataText({})).toBeUndefined();
});
