import type {
  Cluster,
  CreateClusterRequest,
  UpdateClusterConfigRequest,
  UpdateClusterVersionRequest,
} from '@aws-sdk/client-eks';
import type { ClusterRegistry } from '../../kubernetes/cluster-registry.js';
import { jsonBody, type EmulatorClient } from '../emulator-client.js';
import { AwsError, jsonReply, type AwsReply } from '../message.js';
import type { RememberedFields } from '../remembered-fields.js';
import {
  changedFields,
  defaultVersion,
  fieldsOfNewCluster,
  fillCluster,
  mergeFields,
  updateType,
} from './cluster-fields.js';
import type { ClusterNetwork } from './cluster-network.js';
import { requestBody, type EksRequest, type Route } from './route.js';
import type { Tags } from './tags.js';
import type { Updates } from './updates.js';
import { refuseVersionJump } from './versions.js';
import { ZonesOfCreation } from './zones-of-creation.js';

/** What the cluster operations need. */
export interface ClustersProps {
  readonly emulator: EmulatorClient;
  readonly registry: ClusterRegistry;
  readonly remembered: RememberedFields;
  readonly network: ClusterNetwork;
  readonly tags: Tags;
  readonly updates: Updates;
  readonly creations: Creations;
}

/** Whether what is asked for can be made, or ends as failed. */
export interface Creations {
  fail: boolean;
}

/** EKS clusters, each with a local control plane. */
export class Clusters {
  readonly routes: readonly Route[] = [
    { method: 'POST', path: '/clusters', handle: async (request) => await this.create(request) },
    {
      method: 'GET',
      path: '/clusters/{cluster}',
      handle: async ({ path }) => this.reply(await this.describe(path.cluster ?? '')),
    },
    {
      method: 'DELETE',
      path: '/clusters/{cluster}',
      handle: async ({ path }) => await this.delete(path.cluster ?? ''),
    },
    {
      method: 'POST',
      path: '/clusters/{cluster}/update-config',
      handle: async (request) => await this.updateConfig(request),
    },
    {
      method: 'POST',
      path: '/clusters/{cluster}/updates',
      handle: async (request) => await this.updateVersion(request),
    },
  ];

  private readonly zones: ZonesOfCreation;

  constructor(private readonly props: ClustersProps) {
    this.zones = new ZonesOfCreation(props.remembered);
  }

  /** The cluster as EKS describes it; an unknown one causes EKS's error. */
  async describe(name: string): Promise<Cluster> {
    const { emulator, registry, remembered, tags } = this.props;
    const { cluster } = await emulator.eks<{ cluster: Cluster }>('GET', `/clusters/${name}`);
    const described = fillCluster(
      cluster,
      remembered.get(key(name)),
      registry.state(name),
      await tags.of(cluster.arn ?? ''),
    );
    return described.status === 'ACTIVE' && this.props.updates.busy(name)
      ? { ...described, status: 'UPDATING' }
      : described;
  }

  /** The cluster, if it accepts changes now. */
  async requireActive(name: string): Promise<Cluster> {
    const cluster = await this.describe(name);
    if (cluster.status !== 'ACTIVE' && cluster.status !== 'UPDATING') {
      throw new AwsError(
        400,
        'InvalidRequestException',
        `Cluster '${name}' is not in ACTIVE status. Its status is ${cluster.status}.`,
      );
    }
    return cluster;
  }

  /** Removes control planes whose cluster the emulator does not know, because it lost its state and they did not. */
  async eraseForgotten(): Promise<void> {
    const { emulator, registry } = this.props;
    const { clusters } = await emulator.eks<{ clusters: string[] }>('GET', '/clusters');
    const forgotten = registry.names.filter((name) => !clusters.includes(name));
    for (const name of forgotten) await registry.erase(name);
  }

  private async create(request: EksRequest): Promise<AwsReply> {
    const { emulator, registry, remembered, network } = this.props;
    const wanted = requestBody<CreateClusterRequest>(request);
    const subnets = await network.subnets(wanted.resourcesVpcConfig?.subnetIds ?? []);
    if (new Set(subnets.map((subnet) => subnet.zone)).size < 2) {
      throw new AwsError(
        400,
        'InvalidParameterException',
        'Subnets specified must be in at least two different AZs',
      );
    }
    const vpcId = subnets[0]?.vpcId ?? '';
    const body = {
      ...wanted,
      version: wanted.version ?? defaultVersion,
      resourcesVpcConfig: { ...wanted.resourcesVpcConfig, vpcId },
    };
    const reply = await emulator.send({ ...request.aws, body: Buffer.from(JSON.stringify(body)) });
    const name = wanted.name ?? '';
    const { cluster } = jsonBody<{ cluster: Cluster }>(reply);
    const clusterSecurityGroupId = await network.createSecurityGroup(name, vpcId);
    remembered.set(key(name), {
      ...fieldsOfNewCluster(wanted),
      resourcesVpcConfig: { clusterSecurityGroupId },
    });
    this.zones.keep(name, subnets);
    if (this.props.creations.fail) return this.reply(await this.describe(name));
    const described = fillCluster(cluster, remembered.get(key(name)), { phase: 'starting' }, {});
    registry.create({
      name,
      serviceAccountIssuer: described.identity?.oidc?.issuer ?? '',
      serviceCidr: described.kubernetesNetworkConfig?.serviceIpv4Cidr ?? '10.100.0.0/16',
    });
    return this.reply(await this.describe(name));
  }

  private async delete(name: string): Promise<AwsReply> {
    const cluster = await this.describe(name);
    if (cluster.status === 'DELETING') return this.reply(cluster);
    await this.refuseDelete(cluster, name);
    void this.erase(cluster, name).catch((error: unknown) => {
      process.stderr.write(`Cluster ${name} could not be deleted: ${String(error)}\n`);
    });
    return this.reply({ ...cluster, status: 'DELETING' });
  }

  private async refuseDelete(cluster: Cluster, name: string): Promise<void> {
    if (cluster.deletionProtection === true) {
      throw new AwsError(
        400,
        'InvalidRequestException',
        `Cluster ${name} cannot be deleted because deletion protection is enabled. Disable it first.`,
      );
    }
    const { nodegroups } = await this.props.emulator.eks<{ nodegroups: string[] }>(
      'GET',
      `/clusters/${name}/node-groups`,
    );
    if (nodegroups.length > 0) {
      throw new AwsError(409, 'ResourceInUseException', 'Cluster has nodegroups attached');
    }
  }

  /** The emulator's record is removed last: while it exists, the cluster is described as DELETING. */
  private async erase(cluster: Cluster, name: string): Promise<void> {
    const { emulator, registry, remembered, network } = this.props;
    await registry.erase(name);
    const { addons } = await emulator.eks<{ addons: string[] }>('GET', `/clusters/${name}/addons`);
    for (const addon of addons) await emulator.eks('DELETE', `/clusters/${name}/addons/${addon}`);
    await network.deleteSecurityGroup(cluster.resourcesVpcConfig?.clusterSecurityGroupId ?? '');
    await emulator.eks('DELETE', `/clusters/${name}`);
    remembered.forget(key(name));
  }

  private async updateConfig(request: EksRequest): Promise<AwsReply> {
    const name = request.path.cluster ?? '';
    await this.requireActive(name);
    const wanted = requestBody<UpdateClusterConfigRequest>(request);
    const subnets = await this.props.network.subnets(wanted.resourcesVpcConfig?.subnetIds ?? []);
    this.zones.refuseOthers(name, subnets);
    const changes = changedFields(wanted);
    const update = this.props.updates.begin(name, updateType(changes), changes, () => {
      this.remember(name, changes);
      return Promise.resolve();
    });
    return jsonReply(200, { update });
  }

  private async updateVersion(request: EksRequest): Promise<AwsReply> {
    const name = request.path.cluster ?? '';
    const { version = '' } = requestBody<UpdateClusterVersionRequest>(request);
    const cluster = await this.requireActive(name);
    refuseVersionJump(cluster.version ?? '', version);
    const update = this.props.updates.begin(name, 'VersionUpdate', { version }, () => {
      this.remember(name, { version });
      return Promise.resolve();
    });
    return jsonReply(200, { update });
  }

  private remember(name: string, changes: Readonly<Record<string, unknown>>): void {
    const { remembered } = this.props;
    remembered.set(key(name), mergeFields(remembered.get(key(name)), changes));
  }

  private reply(cluster: Cluster): AwsReply {
    return jsonReply(200, { cluster });
  }
}

function key(name: string): string {
  return `cluster/${name}`;
}
