import type { Addon, CreateAddonRequest, UpdateAddonRequest } from '@aws-sdk/client-eks';
import { jsonBody, type EmulatorClient } from '../emulator-client.js';
import { AwsError, jsonReply, type AwsReply } from '../message.js';
import type { ClusterClient } from '../../kubernetes/cluster-client.js';
import type { ClusterRegistry } from '../../kubernetes/cluster-registry.js';
import { withinSeconds } from '../../../../ops/cluster/within.js';
import type { RememberedFields } from '../remembered-fields.js';
import { catalogueAddon, recommendedVersion, refuseNewerProxy } from './addon-catalogue.js';
import { notCreated, withoutNodes, type AddonHealth } from './addon-health.js';
import type { Clusters, Creations } from './clusters.js';
import { requestBody, type EksRequest, type Route } from './route.js';
import type { Tags } from './tags.js';
import type { Updates, WireUpdate } from './updates.js';

/** What the add-on operations need. */
export interface AddonsProps {
  readonly emulator: EmulatorClient;
  readonly remembered: RememberedFields;
  readonly clusters: Clusters;
  readonly tags: Tags;
  readonly updates: Updates;
  readonly registry: ClusterRegistry;
  readonly creations: Creations;
}

type PodIdentity = NonNullable<CreateAddonRequest['podIdentityAssociations']>[number];

const defaultNamespace = 'kube-system';

/** EKS add-ons: a version if none is requested, and Pod Identity associations as separate resources. */
export class Addons {
  readonly routes: readonly Route[] = [
    {
      method: 'POST',
      path: '/clusters/{cluster}/addons',
      handle: async (request) => await this.create(request),
    },
    {
      method: 'GET',
      path: '/clusters/{cluster}/addons/{addon}',
      handle: async ({ path }) => reply(await this.describe(idOf(path))),
    },
    {
      method: 'POST',
      path: '/clusters/{cluster}/addons/{addon}/update',
      handle: async (request) => await this.update(request),
    },
    {
      method: 'DELETE',
      path: '/clusters/{cluster}/addons/{addon}',
      handle: async (request) => await this.delete(request),
    },
  ];

  constructor(private readonly props: AddonsProps) {}

  private async describe(id: AddonId): Promise<Addon> {
    const { emulator, remembered, tags } = this.props;
    const { addon } = await emulator.eks<{ addon: Addon }>('GET', pathOf(id));
    return {
      ...fillAddon(addon, remembered.get(keyOf(id)), await tags.of(addon.addonArn ?? '')),
      ...(await this.health(id)),
    };
  }

  private async health(id: AddonId): Promise<AddonHealth> {
    const { registry, remembered } = this.props;
    if (remembered.get(keyOf(id)).creationFailed === true) return notCreated;
    if (registry.state(id.cluster)?.phase !== 'serving') return {};
    return (await hasNodes(registry.client(id.cluster))) ? {} : withoutNodes(id.addon);
  }

  private async create(request: EksRequest): Promise<AwsReply> {
    const { emulator, remembered, clusters } = this.props;
    const wanted = requestBody<CreateAddonRequest>(request);
    const id = { cluster: request.path.cluster ?? '', addon: wanted.addonName ?? '' };
    const { version = '' } = await clusters.requireActive(id.cluster);
    const { podIdentityAssociations, ...kept } = wanted;
    const known = catalogueAddon(id.addon);
    const addonVersion = wanted.addonVersion ?? (known && recommendedVersion(known, version));
    if (addonVersion === undefined) {
      throw new AwsError(404, 'ResourceNotFoundException', `Addon ${id.addon} not found`);
    }
    refuseNewerProxy(id.addon, addonVersion, version);
    const body = Buffer.from(JSON.stringify({ ...kept, addonVersion }));
    const { addon } = jsonBody<{ addon: Addon }>(await emulator.send({ ...request.aws, body }));
    const namespace = wanted.namespaceConfig?.namespace ?? defaultNamespace;
    remembered.set(keyOf(id), {
      namespaceConfig: { namespace },
      ...(this.props.creations.fail && { creationFailed: true }),
    });
    await this.associate(id, addon.addonArn ?? '', podIdentityAssociations ?? []);
    return reply(await this.describe(id));
  }

  private async update(request: EksRequest): Promise<AwsReply> {
    const { emulator, clusters, updates } = this.props;
    const id = idOf(request.path);
    const { podIdentityAssociations, ...kept } = requestBody<UpdateAddonRequest>(request);
    const { version = '' } = await clusters.requireActive(id.cluster);
    refuseNewerProxy(id.addon, kept.addonVersion ?? '', version);
    const body = Buffer.from(JSON.stringify(kept));
    const { update } = jsonBody<{ update: WireUpdate }>(await emulator.send({ ...request.aws, body }));
    updates.keep(id.cluster, { params: [], errors: [], ...update });
    if (podIdentityAssociations !== undefined) {
      const addon = await this.describe(id);
      await this.disassociate(id);
      await this.associate(id, addon.addonArn ?? '', podIdentityAssociations);
    }
    return jsonReply(200, { update });
  }

  private async delete(request: EksRequest): Promise<AwsReply> {
    const id = idOf(request.path);
    const addon = await this.describe(id);
    await this.disassociate(id);
    jsonBody(await this.props.emulator.send(request.aws));
    this.props.remembered.forget(keyOf(id));
    return reply({ ...addon, status: 'DELETING' });
  }

  private async associate(id: AddonId, ownerArn: string, wanted: readonly PodIdentity[]): Promise<void> {
    const { emulator, remembered } = this.props;
    const namespace = this.namespaceOf(id);
    const arns: string[] = [];
    for (const { serviceAccount, roleArn } of wanted) {
      const { association } = await emulator.eks<{ association: { associationArn: string } }>(
        'POST',
        `/clusters/${id.cluster}/pod-identity-associations`,
        { namespace, serviceAccount, roleArn, ownerArn },
      );
      arns.push(association.associationArn);
    }
    remembered.merge(keyOf(id), { podIdentityAssociations: arns });
  }

  private async disassociate(id: AddonId): Promise<void> {
    const { emulator, remembered } = this.props;
    const { podIdentityAssociations } = remembered.get(keyOf(id)) as {
      podIdentityAssociations?: readonly string[];
    };
    for (const arn of podIdentityAssociations ?? []) {
      const associationId = arn.slice(arn.lastIndexOf('/') + 1);
      await emulator.eks('DELETE', `/clusters/${id.cluster}/pod-identity-associations/${associationId}`);
    }
    remembered.merge(keyOf(id), { podIdentityAssociations: [] });
  }

  private namespaceOf(id: AddonId): string {
    const { namespaceConfig } = this.props.remembered.get(keyOf(id)) as Addon;
    return namespaceConfig?.namespace ?? defaultNamespace;
  }
}

/** Whether a cluster has nodes. One whose API doesn't answer is taken to have them: EKS itself goes on answering. */
async function hasNodes(cluster: Pick<ClusterClient, 'nodes'>): Promise<boolean> {
  const read = withinSeconds(2, cluster.nodes(''), 'The API server did not answer');
  return await read.then(
    (nodes) => nodes.length > 0,
    () => true,
  );
}

interface AddonId {
  readonly cluster: string;
  readonly addon: string;
}

function idOf(path: Readonly<Record<string, string>>): AddonId {
  return { cluster: path.cluster ?? '', addon: path.addon ?? '' };
}

function pathOf(id: AddonId): string {
  return `/clusters/${id.cluster}/addons/${id.addon}`;
}

/** Below the cluster's key, so that forgetting the cluster forgets its add-ons. */
function keyOf(id: AddonId): string {
  return `cluster/${id.cluster}/addon/${id.addon}`;
}

/** An add-on as EKS describes it. EKS omits fields that the emulator returns empty. */
export function fillAddon(
  record: Addon,
  remembered: Readonly<Record<string, unknown>>,
  tags: Readonly<Record<string, string>>,
): Addon {
  return {
    ...record,
    serviceAccountRoleArn: record.serviceAccountRoleArn === '' ? undefined : record.serviceAccountRoleArn,
    configurationValues: record.configurationValues === '' ? undefined : record.configurationValues,
    podIdentityAssociations: [],
    ...remembered,
    tags,
  };
}

function reply(addon: Addon): AwsReply {
  return jsonReply(200, { addon });
}
