import type {
  Cluster,
  CreateClusterRequest,
  UpdateClusterConfigRequest,
  UpdateType,
} from '@aws-sdk/client-eks';
import { isMapping } from '../../../../lib/validation/mapping.js';
import type { ClusterState } from '../../kubernetes/cluster-registry.js';
import type { Fields } from '../remembered-fields.js';

/** The Kubernetes version of a cluster that requests none: the control plane's. */
export const defaultVersion = '1.36';

/** Fields of a CreateCluster that don't belong to the cluster, and those the emulator stores itself. */
const keptElsewhere = [
  'name',
  'clientRequestToken',
  'bootstrapSelfManagedAddons',
  'roleArn',
  'resourcesVpcConfig',
  'version',
  'tags',
];

/** What to remember of a CreateCluster, including EKS's defaults. */
export function fieldsOfNewCluster(request: CreateClusterRequest): Fields {
  return {
    upgradePolicy: { supportType: 'EXTENDED' },
    deletionProtection: false,
    ...without(request, keptElsewhere),
    kubernetesNetworkConfig: {
      elasticLoadBalancing: { enabled: false },
      ...request.kubernetesNetworkConfig,
    },
    accessConfig: {
      authenticationMode: 'CONFIG_MAP',
      bootstrapClusterCreatorAdminPermissions: true,
      ...request.accessConfig,
    },
    health: { issues: [] },
  };
}

/** What an UpdateClusterConfig changes: everything it names. */
export function changedFields(request: UpdateClusterConfigRequest): Fields {
  return without(request, ['name', 'clientRequestToken']);
}

/** The kind of update that EKS reports for a change of these fields. */
export function updateType(changes: Fields): UpdateType {
  const kinds: Readonly<Record<string, UpdateType>> = {
    resourcesVpcConfig: 'EndpointAccessUpdate',
    logging: 'LoggingUpdate',
    accessConfig: 'AccessConfigUpdate',
    upgradePolicy: 'UpgradePolicyUpdate',
    computeConfig: 'AutoModeUpdate',
    zonalShiftConfig: 'ZonalShiftConfigUpdate',
    remoteNetworkConfig: 'RemoteNetworkConfigUpdate',
    deletionProtection: 'DeletionProtectionUpdate',
  };
  const vpc = changes.resourcesVpcConfig;
  if (isMapping(vpc) && ('subnetIds' in vpc || 'securityGroupIds' in vpc)) return 'VpcConfigUpdate';
  const [changed = ''] = Object.keys(changes);
  return kinds[changed] ?? 'ConfigUpdate';
}

/** A cluster as EKS describes it: the emulator's record, what was requested, and the state of the control plane. */
export function fillCluster(
  record: Cluster,
  remembered: Fields,
  state: ClusterState | undefined,
  tags: Readonly<Record<string, string>>,
): Cluster {
  return {
    ...(mergeFields(record as Fields, remembered) as Cluster),
    tags,
    identity: { oidc: { issuer: awsIssuer(record.identity?.oidc?.issuer ?? '') } },
    ...controlPlane(state),
  };
}

/** Merges objects field by field and replaces everything else. */
export function mergeFields(base: Fields, over: Fields): Fields {
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const present = merged[name];
    merged[name] = isMapping(present) && isMapping(value) ? { ...present, ...value } : (value ?? present);
  }
  return merged;
}

/** The issuer's address on AWS, with the emulator's id: IAM accepts an OIDC provider only with https. */
export function awsIssuer(emulatorIssuer: string): string {
  const id = emulatorIssuer.slice(emulatorIssuer.lastIndexOf('/') + 1);
  return `https://oidc.eks.eu-west-2.amazonaws.com/id/${id}`;
}

function controlPlane(state: ClusterState | undefined): Partial<Cluster> {
  const nothing = { endpoint: undefined, certificateAuthority: {} };
  switch (state?.phase) {
    case 'serving':
      return {
        status: 'ACTIVE',
        endpoint: state.endpoint,
        certificateAuthority: { data: state.certificateAuthorityData },
      };
    case 'starting':
      return { status: 'CREATING', ...nothing };
    case 'erasing':
      return { status: 'DELETING', ...nothing };
    case 'failed':
      return failed(state.reason);
    case undefined:
      return failed('The sandbox has no control plane for this cluster.');
  }
}

function failed(reason: string): Partial<Cluster> {
  return {
    status: 'FAILED',
    endpoint: undefined,
    certificateAuthority: {},
    health: { issues: [{ code: 'Other', message: reason, resourceIds: [] }] },
  };
}

function without(object: object, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
