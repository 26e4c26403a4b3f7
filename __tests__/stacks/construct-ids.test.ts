import { parse } from 'yaml';
import { fixture } from '../lib/fleet/fixtures';
import { allOf } from '../support/synth';
import { synthStacks } from '../support/synth-stacks';
import { filesWith, load } from '../support/written-files';

type Section = Readonly<Record<string, object>>;

const minimal = parse(fixture('valid', 'minimal.yaml')) as Section;

function synthesized(sections: Section) {
  const merged = Object.entries(sections).map(([key, section]): [string, object] => [
    key,
    { ...minimal[key], ...section },
  ]);
  const { fleet, manifests } = load(filesWith({ ...minimal, ...Object.fromEntries(merged) }));
  return synthStacks(fleet, manifests);
}

function access(...roles: readonly string[]) {
  return {
    cluster: {
      access: roles.map((role) => ({
        principalArn: `arn:aws:iam::111122223333:role/${role}`,
        policy: 'cluster-admin',
      })),
    },
  };
}

function principals(...roles: readonly string[]): Readonly<Record<string, unknown>> {
  const entries = synthesized(access(...roles)).cluster.resource.aws_eks_access_entry ?? {};
  return Object.fromEntries(Object.entries(entries).map(([id, entry]) => [String(entry.principal_arn), id]));
}

test('principals whose names differ in punctuation alone have access entries of their own', () => {
  expect(Object.keys(principals('platform/admin', 'platform-admin', 'platform/-admin'))).toHaveLength(3);
});

test('a principal may have the name that another gets to be told apart', () => {
  const [, id = ''] =
    /access-\d+-role-(a-b-\w{8})/.exec(Object.values(principals('a/b', 'a-b')).join()) ?? [];
  expect(Object.keys(principals('a/b', id, 'a-b'))).toHaveLength(3);
});

test('a principal keeps its id when one with a similar name is added', () => {
  const arn = 'arn:aws:iam::111122223333:role/platform/admin';
  expect(principals('platform/admin', 'platform-admin')[arn]).toBe(principals('platform/admin')[arn]);
});

test('repositories whose names differ in punctuation alone are two', () => {
  const { cluster } = synthesized({
    registry: { repositories: ['team/app', 'team-app', 'team/a-b', 'team-a/b'] },
  });
  const names = allOf(cluster, 'aws_ecr_repository').map(({ name }) => name);
  expect(names.sort()).toEqual(['team-a/b', 'team-app', 'team/a-b', 'team/app']);
});

test('interface endpoints have ids beside those of what else belongs to them', () => {
  const { network } = synthesized({ network: { endpoints: ['ecr.api', 'ecr-api', 'https-from-vpc'] } });
  const names = allOf(network, 'aws_vpc_endpoint').map(({ service_name }) => service_name);
  expect(names).toEqual(
    expect.arrayContaining(['ecr.api', 'ecr-api'].map((name) => `com.amazonaws.eu-west-2.${name}`)),
  );
});
