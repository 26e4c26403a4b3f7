import { EcrPullThroughCacheRule } from '@cdktf/provider-aws/lib/ecr-pull-through-cache-rule';
import { Construct } from 'constructs';
import type { ClusterRef } from '../aws/cluster-ref';
import type { PolicyStatement } from '../aws/policy-document';

/** Upstream registries by the prefix under which ECR has their images. */
const upstreams = {
  'ecr-public': 'public.ecr.aws',
  kubernetes: 'registry.k8s.io',
  quay: 'quay.io',
  'docker-hub': 'registry-1.docker.io',
  github: 'ghcr.io',
} as const;

export type CachedRegistry = keyof typeof upstreams;

export interface PullThroughCacheProps {
  readonly registries: readonly CachedRegistry[];
  /** ARNs of the secrets with which ECR pulls. @default none */
  readonly credentials?: Readonly<Partial<Record<CachedRegistry, string | undefined>>>;
}

/** Makes images of public registries available in ECR: `<account>.dkr.ecr.<region>.amazonaws.com/quay/...`. */
export class PullThroughCache extends Construct {
  constructor(scope: Construct, id: string, { registries, credentials = {} }: PullThroughCacheProps) {
    super(scope, id);
    for (const registry of registries) {
      new EcrPullThroughCacheRule(this, registry, {
        ecrRepositoryPrefix: registry,
        upstreamRegistryUrl: upstreams[registry],
        credentialArn: credentials[registry],
      });
    }
  }
}

/** What nodes need beyond pulling: the first pull of an image makes its repository. */
export function pullThroughCacheStatements(
  registries: readonly CachedRegistry[],
  { partition, region, accountId }: ClusterRef,
): readonly PolicyStatement[] {
  if (registries.length === 0) return [];
  return [
    {
      actions: ['ecr:CreateRepository', 'ecr:BatchImportUpstreamImage'],
      resources: registries.map(
        (registry) => `arn:${partition}:ecr:${region}:${accountId}:repository/${registry}/*`,
      ),
    },
  ];
}
