import type { ClusterRef } from '../../lib/aws/cluster-ref';

/** A cluster for tests of what belongs to one. */
export const blueCluster: ClusterRef = {
  name: 'blue',
  namePrefix: 'blue',
  accountId: '111122223333',
  region: 'eu-west-2',
  partition: 'aws',
};
