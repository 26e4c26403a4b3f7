import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { ClusterRef } from '../aws/cluster-ref';
import { Addon } from './addon';
import { catalogueEntries, type CatalogueAddon, type OptionalAddonKey } from './addon-catalogue';
import type { AddonSettings } from './addon-settings';

export interface AddonsProps {
  readonly cluster: ClusterRef;
  readonly settings: AddonSettings;
  /** Minor version of the cluster. */
  readonly kubernetesVersion: string;
  /** Which of the catalogue's add-ons. */
  readonly order: CatalogueAddon['order'];
  /** Whether EKS Auto Mode has the others built in. @default false */
  readonly autoMode?: boolean;
  /** Subnets for pods alone, by zone. @default - pods share the subnets of their nodes */
  readonly podSubnetIds?: Readonly<Record<string, string>>;
  /** What must exist before. @default nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** The managed add-ons of a fleet that come before its nodes, or those that come after. */
export class Addons extends Construct {
  readonly addons: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: AddonsProps) {
    super(scope, id);
    const { cluster, settings, kubernetesVersion, order, podSubnetIds, dependsOn = [] } = props;
    const made = new Map<string, ITerraformDependable>();
    for (const [key, { configuration, after = '', ...entry }] of catalogueEntries) {
      const leftOut =
        (entry.isDefault !== undefined && !settings[key as OptionalAddonKey]) ||
        (props.autoMode && entry.isPartOfAutoMode);
      if (entry.order !== order || leftOut) continue;
      const { addon } = new Addon(this, entry.name, {
        cluster,
        name: entry.name,
        kubernetesVersion,
        version: settings.versions[key],
        podIdentity: entry.podIdentity,
        configuration: configuration?.({ ...settings, region: cluster.region, podSubnetIds }),
        dependsOn: [
          ...dependsOn,
          ...[...made].filter(([other]) => order === 'before-nodes' || other === after).map(([, one]) => one),
        ],
      });
      made.set(key, addon);
    }
    this.addons = [...made.values()];
  }
}
