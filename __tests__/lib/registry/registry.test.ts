import { pullThroughCacheStatements } from '../../../lib/registry/pull-through-cache';
import { Registry, type RegistryProps } from '../../../lib/registry/registry';
import { blueCluster } from '../../support/cluster-ref';
import { synthConstructs } from '../../support/construct';
import { only, type StackJson } from '../../support/synth';

const props: RegistryProps = {
  cluster: blueCluster,
  repositories: ['applications/hello'],
  keptImages: 10,
  deleteWithImages: false,
  pullThroughCache: ['quay'],
  cacheCredentials: {},
};

function registry(changed: Partial<RegistryProps> = {}): StackJson {
  return synthConstructs((scope) => {
    new Registry(scope, 'registry', { ...props, ...changed });
  });
}

test('images are scanned when they are pushed', () => {
  expect(only(registry(), 'aws_ecr_repository').image_scanning_configuration).toEqual({ scan_on_push: true });
});

test('the newest images stay', () => {
  const { rules } = JSON.parse(String(only(registry(), 'aws_ecr_lifecycle_policy').policy)) as {
    rules: unknown[];
  };
  expect(rules).toContainEqual(
    expect.objectContaining({
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 10 },
    }),
  );
});

test('without repositories there is no key to pay for', () => {
  expect(registry({ repositories: [] }).resource).not.toHaveProperty('aws_kms_key');
});

test('a cached registry is found under its name', () => {
  expect(only(registry(), 'aws_ecr_pull_through_cache_rule')).toEqual(
    expect.objectContaining({ ecr_repository_prefix: 'quay', upstream_registry_url: 'quay.io' }),
  );
});

test('a registry that asks for credentials is pulled from with those of its secret', () => {
  const secret = 'arn:aws:secretsmanager:eu-west-2:111122223333:secret:ecr-pullthroughcache/hub-AbCdEf';
  const stack = registry({ pullThroughCache: ['docker-hub'], cacheCredentials: { 'docker-hub': secret } });
  expect(only(stack, 'aws_ecr_pull_through_cache_rule')).toMatchObject({
    upstream_registry_url: 'registry-1.docker.io',
    credential_arn: secret,
  });
});

test('nodes may make repositories below the prefixes of the cache alone', () => {
  expect(pullThroughCacheStatements(['quay'], blueCluster)).toEqual([
    {
      actions: ['ecr:CreateRepository', 'ecr:BatchImportUpstreamImage'],
      resources: ['arn:aws:ecr:eu-west-2:111122223333:repository/quay/*'],
    },
  ]);
});
