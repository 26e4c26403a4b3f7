import type { AddonPodIdentity } from './addon';
import { vpcCniConfiguration, type VpcCniConfigurationProps } from './vpc-cni-configuration';

/** A managed EKS add-on that a cluster has. */
export interface CatalogueAddon {
  /** Its name in EKS. */
  readonly name: string;
  /**
   * `before-nodes`: a node without it is never Ready, or pods that start too early have no credentials until they are
   * restarted. `after-nodes`: it is healthy only when its pods can run.
   */
  readonly order: 'before-nodes' | 'after-nodes';
  /** The key of an add-on of the same order that comes before it, if a fleet has that. @default none */
  readonly after?: string;
  /** For an add-on that can be left out, whether a fleet has it by default. @default - it can't be left out */
  readonly isDefault?: boolean;
  /** Whether EKS Auto Mode has it built in. @default false */
  readonly isPartOfAutoMode?: boolean;
  /** Gives its service account a role by Pod Identity. @default none */
  readonly podIdentity?: AddonPodIdentity;
  /** Its settings, in the form of its own schema. @default none */
  readonly configuration?: (settings: VpcCniConfigurationProps) => Readonly<Record<string, unknown>>;
}

/**
 * The add-ons under their keys in `cluster.addons.versions`. One that can be left out has the same key in
 * `cluster.addons`. Those of one order are made one after the other where they come before the nodes, else all at once.
 */
export const addonCatalogue = {
  podIdentityAgent: { name: 'eks-pod-identity-agent', order: 'before-nodes', isPartOfAutoMode: true },
  vpcCni: {
    name: 'vpc-cni',
    order: 'before-nodes',
    isPartOfAutoMode: true,
    podIdentity: { serviceAccount: 'aws-node', managedPolicies: ['AmazonEKS_CNI_Policy'] },
    configuration: vpcCniConfiguration,
  },
  kubeProxy: { name: 'kube-proxy', order: 'after-nodes', isPartOfAutoMode: true },
  coredns: { name: 'coredns', order: 'after-nodes', isPartOfAutoMode: true },
  snapshotController: { name: 'snapshot-controller', order: 'after-nodes', isDefault: false },
  ebsCsi: {
    name: 'aws-ebs-csi-driver',
    order: 'after-nodes',
    // The driver looks once, when it starts, whether the cluster knows snapshots.
    after: 'snapshotController',
    isDefault: true,
    isPartOfAutoMode: true,
    podIdentity: {
      serviceAccount: 'ebs-csi-controller-sa',
      managedPolicies: ['AmazonEBSCSIDriverPolicyV2'],
    },
  },
  nodeMonitoring: {
    name: 'eks-node-monitoring-agent',
    order: 'after-nodes',
    isDefault: false,
    isPartOfAutoMode: true,
  },
  metricsServer: { name: 'metrics-server', order: 'after-nodes', isDefault: false },
} as const satisfies Readonly<Record<string, CatalogueAddon>>;

type Catalogue = typeof addonCatalogue;

export type AddonKey = keyof Catalogue;

/** The key of an add-on that can be left out. */
export type OptionalAddonKey = {
  [Key in AddonKey]: Catalogue[Key] extends { isDefault: boolean } ? Key : never;
}[AddonKey];

/** The entries of the catalogue, typed as what they have in common. */
export const catalogueEntries = Object.entries(addonCatalogue) as readonly [AddonKey, CatalogueAddon][];

/** The keys of add-ons that can be left out, with their defaults. */
export const optionalAddons = catalogueEntries.flatMap(([key, { isDefault }]) =>
  isDefault === undefined ? [] : [[key as OptionalAddonKey, isDefault] as const],
);
