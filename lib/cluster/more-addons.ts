import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { ClusterRef } from '../aws/cluster-ref';
import { Addon } from './addon';
import type { MoreAddonsSettings } from './more-addons-settings';
import { permissionsOf } from './permissions-settings';

export interface MoreAddonsProps {
  readonly cluster: ClusterRef;
  readonly addons: MoreAddonsSettings;
  /** Minor version of the cluster. */
  readonly kubernetesVersion: string;
  /** What must exist before. @default nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** The add-ons that the fleet file names, besides those of the catalogue. */
export class MoreAddons extends Construct {
  constructor(scope: Construct, id: string, props: MoreAddonsProps) {
    super(scope, id);
    const { cluster, kubernetesVersion, dependsOn } = props;
    for (const [name, addon] of Object.entries(props.addons)) {
      const { version, settings, namespace, serviceAccount } = addon;
      new Addon(this, name, {
        cluster,
        name,
        version,
        kubernetesVersion,
        configuration: settings,
        podIdentity:
          serviceAccount === undefined
            ? undefined
            : { namespace, serviceAccount, ...permissionsOf(addon, cluster) },
        dependsOn,
      });
    }
  }
}
