import {
  DescribeAccessEntryCommand,
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  DescribePodIdentityAssociationCommand,
  paginateListPodIdentityAssociations,
} from '@aws-sdk/client-eks';
import { allPages, ifThere } from '../aws-clients';
import { by, tagsOf, type Condition, type Find } from './kind';

/** Clusters and what is in them, found by their names. */
export const eksKinds: Readonly<Record<string, Find>> = {
  aws_eks_cluster: by(['name'], async ({ name }, { clients: { eks } }) => {
    const cluster = (await ifThere(eks.send(new DescribeClusterCommand({ name }))))?.cluster;
    return cluster && { importId: name, tags: tagsOf(cluster.tags), ...conditionOf(cluster.status) };
  }),
  aws_eks_node_group: by(
    ['cluster_name', 'node_group_name'],
    async ({ cluster_name: clusterName, node_group_name: nodegroupName }, { clients: { eks } }) => {
      const answer = await ifThere(eks.send(new DescribeNodegroupCommand({ clusterName, nodegroupName })));
      const group = answer?.nodegroup;
      const importId = `${clusterName}:${nodegroupName}`;
      return group && { importId, tags: tagsOf(group.tags), ...conditionOf(group.status) };
    },
  ),
  aws_eks_addon: by(
    ['cluster_name', 'addon_name'],
    async ({ cluster_name: clusterName, addon_name: addonName }, { clients: { eks } }) => {
      const answer = await ifThere(eks.send(new DescribeAddonCommand({ clusterName, addonName })));
      const addon = answer?.addon;
      const importId = `${clusterName}:${addonName}`;
      return addon && { importId, tags: tagsOf(addon.tags), ...conditionOf(addon.status) };
    },
  ),
  aws_eks_access_entry: by(
    ['cluster_name', 'principal_arn'],
    async ({ cluster_name: clusterName, principal_arn: principalArn }, { clients: { eks } }) => {
      const answer = await ifThere(eks.send(new DescribeAccessEntryCommand({ clusterName, principalArn })));
      const entry = answer?.accessEntry;
      return entry && { importId: `${clusterName}:${principalArn}`, tags: tagsOf(entry.tags) };
    },
  ),
  aws_eks_pod_identity_association: by(
    ['cluster_name', 'namespace', 'service_account'],
    async (planned, { clients: { eks: client } }) => {
      const { cluster_name: clusterName, namespace, service_account: serviceAccount } = planned;
      const query = { clusterName, namespace, serviceAccount };
      const listed = await ifThere(
        allPages(paginateListPodIdentityAssociations({ client }, query), (page) => page.associations),
      );
      const associationId = listed?.find(
        (found) => found.namespace === namespace && found.serviceAccount === serviceAccount,
      )?.associationId;
      if (associationId === undefined) return undefined;
      const { association } = await client.send(
        new DescribePodIdentityAssociationCommand({ clusterName, associationId }),
      );
      return { importId: `${clusterName},${associationId}`, tags: tagsOf(association?.tags) };
    },
  ),
};

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_Cluster.html and its neighbours: `status` */
function conditionOf(status = ''): { condition: Condition; status: string } {
  if (/^(CREATING|UPDATING|DELETING|PENDING)$/.test(status)) return { condition: 'changing', status };
  if (/^(FAILED|CREATE_FAILED|DELETE_FAILED)$/.test(status)) return { condition: 'failed', status };
  return { condition: 'settled', status };
}
