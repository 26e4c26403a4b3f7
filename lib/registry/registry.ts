import { Construct } from 'constructs';
import { constructId } from '../terraform/construct-id';
import type { ClusterRef } from '../aws/cluster-ref';
import { FleetKey } from '../aws/kms-key';
import { type CachedRegistry, PullThroughCache, type PullThroughCacheProps } from './pull-through-cache';
import { Repository } from './repository';

export interface RegistryProps {
  /** The cluster that pulls from it. */
  readonly cluster: ClusterRef;
  /** Names of repositories. */
  readonly repositories: readonly string[];
  /** Images that are kept in each. */
  readonly keptImages: number;
  readonly deleteWithImages: boolean;
  /** Public registries to cache. */
  readonly pullThroughCache: readonly CachedRegistry[];
  readonly cacheCredentials: NonNullable<PullThroughCacheProps['credentials']>;
}

/** The fleet's repositories under one key, and what is cached of others. */
export class Registry extends Construct {
  constructor(scope: Construct, id: string, props: RegistryProps) {
    super(scope, id);
    const { cluster, repositories, keptImages, deleteWithImages } = props;
    if (repositories.length > 0) {
      const { keyArn } = new FleetKey(this, 'key', {
        name: `${cluster.namePrefix}-registry`,
        description: `Container images of ${cluster.namePrefix}`,
        accountId: cluster.accountId,
        region: cluster.region,
      });
      for (const name of repositories) {
        const id = constructId(this, `repository-${name.replaceAll('/', '-')}`, name);
        new Repository(this, id, { name, keyArn, keptImages, deleteWithImages });
      }
    }
    new PullThroughCache(this, 'cache', {
      registries: props.pullThroughCache,
      credentials: props.cacheCredentials,
    });
  }
}
