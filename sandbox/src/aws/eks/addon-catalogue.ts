import { AwsError, jsonReply, type AwsReply } from '../message.js';
import type { EksRequest, Route } from './route.js';

/** An add-on that EKS offers. */
export interface CatalogueAddon {
  readonly name: string;
  readonly version: string;
  readonly type: string;
  readonly namespace: string;
  readonly owner: string;
  /** Service account for Pod Identity. @default undefined: the add-on needs no permissions */
  readonly serviceAccount?: string;
}

/** AWS's common add-ons, each in one version; that of kube-proxy follows the cluster's. */
export const catalogue: readonly CatalogueAddon[] = [
  { name: 'vpc-cni', version: 'v1.22.1-eksbuild.1', type: 'networking', serviceAccount: 'aws-node' },
  { name: 'coredns', version: 'v1.13.2-eksbuild.1', type: 'networking' },
  { name: 'kube-proxy', version: 'v1.36.0-eksbuild.2', type: 'networking' },
  { name: 'eks-pod-identity-agent', version: 'v1.3.10-eksbuild.2', type: 'security' },
  {
    name: 'aws-ebs-csi-driver',
    version: 'v1.53.0-eksbuild.1',
    type: 'storage',
    serviceAccount: 'ebs-csi-controller-sa',
  },
  { name: 'snapshot-controller', version: 'v8.3.0-eksbuild.1', type: 'storage' },
  { name: 'eks-node-monitoring-agent', version: 'v1.4.2-eksbuild.1', type: 'observability' },
  { name: 'metrics-server', version: 'v0.8.0-eksbuild.2', type: 'observability' },
  {
    name: 'amazon-cloudwatch-observability',
    version: 'v4.4.0-eksbuild.1',
    type: 'observability',
    namespace: 'amazon-cloudwatch',
    serviceAccount: 'cloudwatch-agent',
  },
].map((addon) => ({ namespace: 'kube-system', owner: 'aws', ...addon }));

/** Undefined for an add-on that is not in the catalogue. */
export function catalogueAddon(name: string): CatalogueAddon | undefined {
  return catalogue.find((addon) => addon.name === name);
}

/** The version that EKS recommends for a cluster of some Kubernetes version. */
export function recommendedVersion({ name, version }: CatalogueAddon, clusterVersion: string): string {
  return name === 'kube-proxy' ? `v${clusterVersion}.0-eksbuild.2` : version;
}

/** Refuses a kube-proxy of a newer minor version than the control plane's, as EKS does. */
export function refuseNewerProxy(name: string, version: string, clusterVersion: string): void {
  const minor = (text: string): number => Number(text.split('.')[1]);
  if (name !== 'kube-proxy' || minor(version) <= minor(clusterVersion)) return;
  throw new AwsError(400, 'InvalidParameterException', 'Addon version specified is not supported');
}

/** What clients can ask about add-ons before a cluster has one. */
export class AddonCatalogue {
  readonly routes: readonly Route[] = [
    {
      method: 'GET',
      path: '/addons/supported-versions',
      handle: (request) => Promise.resolve(versions(request)),
    },
    {
      method: 'GET',
      path: '/addons/configuration-schemas',
      handle: (request) => Promise.resolve(configuration(request)),
    },
  ];
}

function versions({ query }: EksRequest): AwsReply {
  const name = query.get('addonName');
  const clusterVersion = query.get('kubernetesVersion') ?? '1.36';
  const addons = catalogue
    .filter((addon) => name === null || addon.name === name)
    .map((addon) => ({
      addonName: addon.name,
      type: addon.type,
      owner: addon.owner,
      publisher: 'eks',
      defaultNamespace: addon.namespace,
      addonVersions: [
        {
          addonVersion: recommendedVersion(addon, clusterVersion),
          architecture: ['amd64', 'arm64'],
          compatibilities: [{ clusterVersion, defaultVersion: true, platformVersions: ['*'] }],
          requiresConfiguration: false,
          requiresIamPermissions: addon.serviceAccount !== undefined,
        },
      ],
    }));
  return jsonReply(200, { addons });
}

function configuration({ query }: EksRequest): AwsReply {
  const name = query.get('addonName') ?? '';
  const addon = catalogueAddon(name);
  if (addon === undefined) {
    throw new AwsError(404, 'ResourceNotFoundException', `Addon ${name} not found`);
  }
  return jsonReply(200, {
    addonName: addon.name,
    addonVersion: query.get('addonVersion') ?? addon.version,
    configurationSchema: JSON.stringify({ type: 'object', additionalProperties: true }),
    podIdentityConfiguration:
      addon.serviceAccount === undefined
        ? []
        : [{ serviceAccount: addon.serviceAccount, recommendedManagedPolicies: [] }],
  });
}
