import type { TerraformStack } from 'cdktf';
import { warnOfForeignPrincipals } from '../../../lib/cluster/foreign-principals';
import { synthConstructs } from '../../support/construct';
import { fixture, parseDev } from '../fleet/fixtures';

const own = ['role/platform', 'role/a/b', 'user/jo'];
const foreign = own.map((name) => `arn:aws:iam::999922223333:${name}`);

/** The warnings for principals with the policy cluster-admin. */
function warnings(...arns: readonly string[]): string[] {
  const access = arns.map((principalArn) => ({
    principalArn,
    policy: 'cluster-admin' as const,
    namespaces: [],
    policies: [],
    kubernetesGroups: [],
  }));
  const fleet = parseDev(fixture('valid', 'minimal.yaml'));
  let stack: TerraformStack | undefined;
  synthConstructs((scope) => {
    stack = scope;
    warnOfForeignPrincipals(scope, { ...fleet, cluster: { access } });
  });
  return stack!.node.metadata.map(({ data }) => String(data));
}

test('principals of the account of the fleet are nothing to warn of', () => {
  expect(warnings(...own.map((name) => `arn:aws:iam::111122223333:${name}`))).toEqual([]);
});

test('each principal of another account is told with its key', () => {
  expect(warnings('arn:aws:iam::111122223333:role/platform', ...foreign)).toEqual(
    foreign.map((arn, index): unknown =>
      expect.stringContaining(`fleet/dev.yaml: cluster.access[${index + 1}].principalArn: "${arn}"`),
    ),
  );
});
