import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogueEntries, optionalAddons } from '../../../lib/cluster/addon-catalogue';
import { Addons } from '../../../lib/cluster/addons';
import { fixture, parseDev } from '../fleet/fixtures';
import { blueCluster } from '../../support/cluster-ref';
import { synthConstructs } from '../../support/construct';
import { allOf, checkout, type StackJson } from '../../support/synth';

const text = (file: string) => readFileSync(join(checkout, file), 'utf8');
const { addons: defaults } = parseDev(fixture('valid', 'minimal.yaml')).cluster;

function stackWith(settings: typeof defaults): StackJson {
  return synthConstructs((scope) => {
    for (const order of ['before-nodes', 'after-nodes'] as const)
      new Addons(scope, order, { cluster: blueCluster, settings, kubernetesVersion: '1.35', order });
  });
}

/** Names of the add-ons that a fleet with these settings has. */
function namesOf(settings: typeof defaults): unknown[] {
  return allOf(stackWith(settings), 'aws_eks_addon').map(({ addon_name }) => addon_name);
}

test('every add-on of the catalogue is there when it is chosen', () => {
  const chosen = Object.fromEntries(optionalAddons.map(([key]) => [key, true]));
  expect(namesOf({ ...defaults, ...chosen }).sort()).toEqual(
    catalogueEntries.map(([, { name }]) => name).sort(),
  );
});

test('an add-on without a pin has the version that EKS recommends for the Kubernetes version', () => {
  const { data, resource } = stackWith(defaults);
  const [id, recommended] = Object.entries(data!.aws_eks_addon_version!).find(
    ([, { addon_name }]) => addon_name === 'coredns',
  )!;
  const { addon_version } = Object.values(resource.aws_eks_addon!).find(
    ({ addon_name }) => addon_name === 'coredns',
  )!;
  expect([addon_version, recommended]).toEqual([
    `\${data.aws_eks_addon_version.${id}.version}`,
    { addon_name: 'coredns', kubernetes_version: '1.35' },
  ]);
});

test('each role of an add-on is for its service account in this cluster alone', () => {
  const trusted = allOf(stackWith(defaults), 'aws_iam_role').map(
    ({ assume_role_policy }) =>
      (JSON.parse(String(assume_role_policy)) as { Statement: { Condition?: object }[] }).Statement[0]!
        .Condition,
  );
  expect(trusted).toEqual(
    ['ebs-csi-controller-sa', 'aws-node'].map((serviceAccount) => ({
      StringEquals: {
        'aws:RequestTag/eks-cluster-arn': 'arn:aws:eks:eu-west-2:111122223333:cluster/blue',
        'aws:RequestTag/kubernetes-namespace': 'kube-system',
        'aws:RequestTag/kubernetes-service-account': serviceAccount,
      },
    })),
  );
});

test.each(optionalAddons)('%s is not there when it is left out', (key) => {
  const { name } = Object.fromEntries(catalogueEntries)[key]!;
  expect(namesOf({ ...defaults, [key]: false })).not.toContain(name);
});

test.each(optionalAddons)('docs/cluster.md gives the default of %s', (key, isDefault) => {
  expect(text('docs/cluster.md')).toMatch(new RegExp(`^\\| \`${key}\`\\s+\\| \`${isDefault}\`\\s+\\|`, 'm'));
});

test.each(optionalAddons)('dev.yaml shows the default of %s', (key, isDefault) => {
  expect(text('fleet/dev.yaml')).toContain(`# ${key}: ${isDefault} #`);
});

test.each(catalogueEntries)('dev.yaml shows a version of %s', (key) => {
  expect(text('fleet/dev.yaml')).toMatch(new RegExp(`^[ #]+${key}: v[\\d.]+-eksbuild`, 'm'));
});
