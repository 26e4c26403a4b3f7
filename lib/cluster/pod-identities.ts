import { Construct } from 'constructs';
import type { ClusterRef } from '../aws/cluster-ref';
import { permissionsOf } from './permissions-settings';
import { PodIdentityRole } from './pod-identity-role';
import type { PodIdentitySettings } from './pod-identity-settings';

export interface PodIdentitiesProps {
  readonly cluster: ClusterRef;
  readonly identities: PodIdentitySettings;
}

/** The roles for workloads that the fleet file names. */
export class PodIdentities extends Construct {
  constructor(scope: Construct, id: string, { cluster, identities }: PodIdentitiesProps) {
    super(scope, id);
    for (const [name, identity] of Object.entries(identities)) {
      const { namespace, serviceAccount } = identity;
      new PodIdentityRole(this, name, {
        cluster,
        purpose: `pod-identity-${name}`,
        namespace,
        serviceAccount,
        ...permissionsOf(identity, cluster),
      });
    }
  }
}
