import type {
  CreateNodegroupRequest,
  LaunchTemplateSpecification,
  Nodegroup,
  NodegroupStatus,
  UpdateNodegroupConfigRequest,
  UpdateNodegroupVersionRequest,
} from '@aws-sdk/client-eks';
import type { ClusterRegistry } from '../../kubernetes/cluster-registry.js';
import { NodeGroupNodes } from '../../kubernetes/node-group-nodes.js';
import { jsonBody, type EmulatorClient } from '../emulator-client.js';
import { AwsError, jsonReply, type AwsReply } from '../message.js';
import type { RememberedFields } from '../remembered-fields.js';
import type { ClusterNetwork } from './cluster-network.js';
import type { Clusters, Creations } from './clusters.js';
import {
  changedGroupFields,
  fieldsOfNewGroup,
  fillNodeGroup,
  nodeGroupSpec,
  releaseVersion,
  type UsedLaunchTemplate,
} from './node-group-fields.js';
import { refuseSizes } from './node-group-sizes.js';
import { requestBody, type EksRequest, type Route } from './route.js';
import type { Tags } from './tags.js';
import type { Updates } from './updates.js';
import { refuseNewerThanCluster } from './versions.js';

/** What the node group operations need. */
export interface NodeGroupsProps {
  readonly emulator: EmulatorClient;
  readonly registry: ClusterRegistry;
  readonly remembered: RememberedFields;
  readonly network: ClusterNetwork;
  readonly tags: Tags;
  readonly updates: Updates;
  readonly clusters: Clusters;
  readonly creations: Creations;
}

interface Progress {
  readonly status: NodegroupStatus;
  /** @default undefined: nothing is wrong */
  readonly problem?: string;
}

/** EKS managed node groups, each with Node objects in its local cluster. */
export class NodeGroups {
  readonly routes: readonly Route[] = [
    {
      method: 'POST',
      path: '/clusters/{cluster}/node-groups',
      handle: async (request) => await this.create(request),
    },
    {
      method: 'GET',
      path: '/clusters/{cluster}/node-groups/{group}',
      handle: async ({ path }) => reply(await this.describe(idOf(path))),
    },
    {
      method: 'DELETE',
      path: '/clusters/{cluster}/node-groups/{group}',
      handle: async ({ path }) => await this.delete(idOf(path)),
    },
    {
      method: 'POST',
      path: '/clusters/{cluster}/node-groups/{group}/update-config',
      handle: async (request) => await this.updateConfig(request),
    },
    {
      method: 'POST',
      path: '/clusters/{cluster}/node-groups/{group}/update-version',
      handle: async (request) => await this.updateVersion(request),
    },
  ];

  /** Groups that are changing or failing; every other group is ACTIVE. */
  private readonly progress = new Map<string, Progress>();
  /** The current work on each group; the next starts when it has ended. */
  private readonly running = new Map<string, Promise<unknown>>();

  constructor(private readonly props: NodeGroupsProps) {}

  /** Resumes what a stopped sandbox left unfinished. */
  async resume(): Promise<void> {
    const { emulator, registry } = this.props;
    for (const cluster of registry.names) {
      const { nodegroups } = await emulator.eks<{ nodegroups: string[] }>(
        'GET',
        `/clusters/${cluster}/node-groups`,
      );
      for (const group of nodegroups) this.begin({ cluster, group }, 'UPDATING', 'DEGRADED');
    }
  }

  private async describe(id: GroupId): Promise<Nodegroup> {
    const { emulator, remembered, tags } = this.props;
    const { nodegroup } = await emulator.eks<{ nodegroup: Nodegroup }>('GET', pathOf(id));
    const { status, problem } = this.progress.get(keyOf(id)) ?? { status: 'ACTIVE' as const };
    const issues =
      problem === undefined
        ? []
        : [{ code: 'NodeCreationFailure' as const, message: problem, resourceIds: [] }];
    return fillNodeGroup(
      nodegroup,
      remembered.get(keyOf(id)),
      { status, health: { issues } },
      await tags.of(nodegroup.nodegroupArn ?? ''),
    );
  }

  private async create(request: EksRequest): Promise<AwsReply> {
    const { emulator, remembered, clusters, network } = this.props;
    const wanted = requestBody<CreateNodegroupRequest>(request);
    const id = { cluster: request.path.cluster ?? '', group: wanted.nodegroupName ?? '' };
    const cluster = await clusters.requireActive(id.cluster);
    const version = wanted.version ?? cluster.version ?? '';
    refuseNewerThanCluster(version, cluster);
    refuseSizes(wanted.scalingConfig ?? {});
    await network.subnets(wanted.subnets ?? []);
    const template = await this.launchTemplate(wanted.launchTemplate);
    const body = Buffer.from(JSON.stringify({ ...wanted, version }));
    jsonBody(await emulator.send({ ...request.aws, body }));
    remembered.set(keyOf(id), fieldsOfNewGroup(wanted, version, template));
    await this.allowNodes(id.cluster, wanted.nodeRole ?? '');
    if (this.props.creations.fail)
      this.progress.set(keyOf(id), {
        status: 'CREATE_FAILED',
        problem: 'Instances failed to join the kubernetes cluster',
      });
    else this.begin(id, 'CREATING', 'CREATE_FAILED');
    return reply(await this.describe(id));
  }

  private async delete(id: GroupId): Promise<AwsReply> {
    const group = await this.describe(id);
    if (group.status !== 'DELETING') {
      this.progress.set(keyOf(id), { status: 'DELETING' });
      void this.remove(id);
    }
    return reply({ ...group, status: 'DELETING' });
  }

  private async remove(id: GroupId): Promise<void> {
    const { emulator, registry, remembered } = this.props;
    try {
      await this.running.get(keyOf(id));
      if (registry.state(id.cluster)?.phase === 'serving') {
        await new NodeGroupNodes(registry.client(id.cluster), id.group).removeAll();
      }
      await emulator.eks('DELETE', pathOf(id));
      remembered.forget(keyOf(id));
      this.progress.delete(keyOf(id));
    } catch (error) {
      this.progress.set(keyOf(id), { status: 'DELETE_FAILED', problem: messageOf(error) });
    }
  }

  private async updateConfig(request: EksRequest): Promise<AwsReply> {
    const id = idOf(request.path);
    const group = await this.requireIdle(id);
    const wanted = requestBody<UpdateNodegroupConfigRequest>(request);
    refuseSizes({ ...group.scalingConfig, ...wanted.scalingConfig });
    this.props.remembered.merge(keyOf(id), changedGroupFields(group, wanted));
    const work = this.work(id, 'UPDATING', 'DEGRADED', wanted.labels?.removeLabels);
    const update = this.props.updates.begin(
      id.cluster,
      'ConfigUpdate',
      { ...wanted.scalingConfig },
      () => work,
    );
    return jsonReply(200, { update });
  }

  private async updateVersion(request: EksRequest): Promise<AwsReply> {
    const { clusters, remembered, updates } = this.props;
    const id = idOf(request.path);
    const group = await this.requireIdle(id);
    const cluster = await clusters.describe(id.cluster);
    const wanted = requestBody<UpdateNodegroupVersionRequest>(request);
    const version = wanted.version ?? (wanted.launchTemplate ? group.version : cluster.version) ?? '';
    refuseNewerThanCluster(version, cluster);
    const template = await this.launchTemplate(wanted.launchTemplate);
    remembered.merge(keyOf(id), {
      version,
      releaseVersion: wanted.releaseVersion ?? releaseVersion(version),
      ...(template !== undefined && { launchTemplate: template.specification }),
    });
    const work = this.work(id, 'UPDATING', 'DEGRADED');
    const update = updates.begin(id.cluster, 'VersionUpdate', { version }, () => work);
    return jsonReply(200, { update });
  }

  /** Works in the background; the group's status shows the progress. */
  private begin(id: GroupId, during: NodegroupStatus, failed: NodegroupStatus): void {
    this.work(id, during, failed).catch(() => undefined);
  }

  /** Brings the nodes to what the group requests. Updates the status; the returned promise has the outcome. */
  private work(
    id: GroupId,
    during: NodegroupStatus,
    failed: NodegroupStatus,
    removedLabels?: readonly string[],
  ): Promise<void> {
    this.progress.set(keyOf(id), { status: during });
    const work = this.reconcile(id, removedLabels);
    const settled = work.then(
      () => this.settle(id, undefined),
      (error: unknown) => this.settle(id, { status: failed, problem: messageOf(error) }),
    );
    this.running.set(keyOf(id), settled);
    return work;
  }

  /** Leaves a group alone that is being deleted in the meantime. */
  private settle(id: GroupId, progress: Progress | undefined): void {
    if (this.progress.get(keyOf(id))?.status === 'DELETING') return;
    if (progress === undefined) this.progress.delete(keyOf(id));
    else this.progress.set(keyOf(id), progress);
  }

  private async reconcile(id: GroupId, removedLabels?: readonly string[]): Promise<void> {
    const { registry, network } = this.props;
    const group = await this.describe(id);
    const template = await this.launchTemplate(group.launchTemplate);
    const subnets = await network.subnets(group.subnets ?? []);
    const nodes = new NodeGroupNodes(registry.client(id.cluster), id.group);
    await nodes.reconcile({ ...nodeGroupSpec(group, template?.instanceType), removedLabels }, subnets);
  }

  /** Nodes join through an access entry for their role, which EKS creates itself. */
  private async allowNodes(cluster: string, principalArn: string): Promise<void> {
    try {
      await this.props.emulator.eks('POST', `/clusters/${cluster}/access-entries`, {
        principalArn,
        type: 'EC2_LINUX',
        username: 'system:node:{{EC2PrivateDNSName}}',
        kubernetesGroups: ['system:nodes'],
      });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === 'ResourceInUseException')) throw error;
    }
  }

  private async requireIdle(id: GroupId): Promise<Nodegroup> {
    const group = await this.describe(id);
    if (group.status !== 'ACTIVE' && group.status !== 'DEGRADED') {
      throw new AwsError(
        409,
        'ResourceInUseException',
        `Nodegroup cannot be updated as it is currently not in Active State`,
      );
    }
    return group;
  }

  private async launchTemplate(
    wanted: LaunchTemplateSpecification | undefined,
  ): Promise<UsedLaunchTemplate | undefined> {
    return wanted === undefined ? undefined : await this.props.network.launchTemplate(wanted);
  }
}

interface GroupId {
  readonly cluster: string;
  readonly group: string;
}

function idOf(path: Readonly<Record<string, string>>): GroupId {
  return { cluster: path.cluster ?? '', group: path.group ?? '' };
}

function pathOf(id: GroupId): string {
  return `/clusters/${id.cluster}/node-groups/${id.group}`;
}

/** Below the cluster's key, so that forgetting the cluster forgets its groups. */
function keyOf(id: GroupId): string {
  return `cluster/${id.cluster}/node-group/${id.group}`;
}

function reply(nodegroup: Nodegroup): AwsReply {
  return jsonReply(200, { nodegroup });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
