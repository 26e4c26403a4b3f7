import { find, importId, own, ownTags, planned } from './support/find';
import type { Answers } from './support/stubbed-clients';

const cluster = { cluster_name: 'fleet' };

/** One line a type: what is planned, what AWS answers, what Terraform imports it by. */
const byName: readonly (readonly [
  type: string,
  after: Record<string, unknown>,
  answers: Answers,
  id: string,
])[] = [
  [
    'aws_cloudwatch_log_group',
    { name: '/aws/fleet' },
    {
      DescribeLogGroupsCommand: () => ({
        logGroups: [
          { logGroupName: '/aws/fleet-2', arn: 'arn:2:*' },
          { logGroupName: '/aws/fleet', arn: 'arn:1:*' },
        ],
      }),
      ListTagsForResourceCommand: ({ resourceArn }) => ({ tags: resourceArn === 'arn:1' ? ownTags : {} }),
    },
    '/aws/fleet',
  ],
  [
    'aws_iam_role',
    { name: 'fleet-node' },
    { GetRoleCommand: ({ RoleName }) => ({ Role: { RoleName, Tags: own } }) },
    'fleet-node',
  ],
  [
    'aws_iam_instance_profile',
    { name: 'fleet-node' },
    { GetInstanceProfileCommand: () => ({ InstanceProfile: { Tags: own } }) },
    'fleet-node',
  ],
  [
    'aws_iam_openid_connect_provider',
    { url: 'https://oidc.example/id/A' },
    { GetOpenIDConnectProviderCommand: () => ({ Tags: own }) },
    'arn:aws:iam::000000000000:oidc-provider/oidc.example/id/A',
  ],
  [
    'aws_kms_alias',
    { name: 'alias/fleet' },
    {
      ListAliasesCommand: () => ({ Aliases: [{ AliasName: 'alias/fleet', TargetKeyId: 'key-1' }] }),
      ListResourceTagsCommand: () => ({
        Tags: own.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
      }),
    },
    'alias/fleet',
  ],
  [
    'aws_kms_key',
    { tags: { Name: 'fleet' } },
    {
      GetResourcesCommand: () => ({
        ResourceTagMappingList: [
          { ResourceARN: 'arn:aws:kms:r:0:key/old' },
          { ResourceARN: 'arn:aws:kms:r:0:key/new' },
        ],
      }),
      DescribeKeyCommand: ({ KeyId }) => ({
        KeyMetadata: { KeyState: KeyId === 'old' ? 'PendingDeletion' : 'Enabled' },
      }),
      ListResourceTagsCommand: () => ({
        Tags: own.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
      }),
    },
    'new',
  ],
  [
    'aws_ecr_repository',
    { name: 'apps/one' },
    {
      DescribeRepositoriesCommand: () => ({ repositories: [{ repositoryArn: 'arn:1' }] }),
      ListTagsForResourceCommand: () => ({ tags: own }),
    },
    'apps/one',
  ],
  [
    'aws_ecr_pull_through_cache_rule',
    { ecr_repository_prefix: 'quay', upstream_registry_url: 'quay.io' },
    {
      DescribePullThroughCacheRulesCommand: () => ({
        pullThroughCacheRules: [{ ecrRepositoryPrefix: 'quay', upstreamRegistryUrl: 'quay.io' }],
      }),
    },
    'quay',
  ],
  [
    'aws_sqs_queue',
    { name: 'fleet-karpenter' },
    {
      GetQueueUrlCommand: ({ QueueName }) => ({ QueueUrl: `https://sqs/${String(QueueName)}` }),
      ListQueueTagsCommand: () => ({ Tags: ownTags }),
    },
    'https://sqs/fleet-karpenter',
  ],
  [
    'aws_budgets_budget',
    { name: 'fleet' },
    {
      DescribeBudgetCommand: () => ({ Budget: { BudgetName: 'fleet' } }),
      ListTagsForResourceCommand: () => ({ ResourceTags: own }),
    },
    '000000000000:fleet',
  ],
  [
    'aws_eks_cluster',
    { name: 'fleet' },
    { DescribeClusterCommand: () => ({ cluster: { status: 'ACTIVE', tags: ownTags } }) },
    'fleet',
  ],
  [
    'aws_eks_node_group',
    { ...cluster, node_group_name: 'default' },
    { DescribeNodegroupCommand: () => ({ nodegroup: { status: 'ACTIVE', tags: ownTags } }) },
    'fleet:default',
  ],
  [
    'aws_eks_addon',
    { ...cluster, addon_name: 'vpc-cni' },
    { DescribeAddonCommand: () => ({ addon: { status: 'ACTIVE', tags: ownTags } }) },
    'fleet:vpc-cni',
  ],
  [
    'aws_eks_access_entry',
    { ...cluster, principal_arn: 'arn:role' },
    { DescribeAccessEntryCommand: () => ({ accessEntry: { tags: ownTags } }) },
    'fleet:arn:role',
  ],
  [
    'aws_eks_pod_identity_association',
    { ...cluster, namespace: 'flux-system', service_account: 'source' },
    {
      ListPodIdentityAssociationsCommand: () => ({
        associations: [
          { namespace: 'flux-system', serviceAccount: 'kustomize', associationId: 'a-0' },
          { namespace: 'flux-system', serviceAccount: 'source', associationId: 'a-1' },
        ],
      }),
      DescribePodIdentityAssociationCommand: () => ({ association: { tags: ownTags } }),
    },
    'fleet,a-1',
  ],
  [
    'aws_route',
    { route_table_id: 'rtb-1', destination_cidr_block: '0.0.0.0/0' },
    {
      DescribeRouteTablesCommand: () => ({
        RouteTables: [{ RouteTableId: 'rtb-1', Routes: [{ DestinationCidrBlock: '0.0.0.0/0' }] }],
      }),
    },
    'rtb-1_0.0.0.0/0',
  ],
  [
    'aws_route_table_association',
    { route_table_id: 'rtb-1', subnet_id: 'subnet-1' },
    {
      DescribeRouteTablesCommand: () => ({
        RouteTables: [{ RouteTableId: 'rtb-1', Associations: [{ SubnetId: 'subnet-1' }] }],
      }),
    },
    'subnet-1/rtb-1',
  ],
  [
    'aws_vpc_ipv4_cidr_block_association',
    { vpc_id: 'vpc-1', cidr_block: '100.64.0.0/16' },
    {
      DescribeVpcsCommand: () => ({
        Vpcs: [
          {
            CidrBlockAssociationSet: [
              {
                CidrBlock: '100.64.0.0/16',
                CidrBlockState: { State: 'disassociated' },
                AssociationId: 'a-0',
              },
              { CidrBlock: '100.64.0.0/16', CidrBlockState: { State: 'associated' }, AssociationId: 'a-1' },
            ],
          },
        ],
      }),
    },
    'a-1',
  ],
  ...([false, true] as const).map(
    (egress) =>
      [
        `aws_vpc_security_group_${egress ? 'egress' : 'ingress'}_rule`,
        {
          security_group_id: 'sg-1',
          ip_protocol: 'tcp',
          from_port: 443,
          to_port: 443,
          cidr_ipv4: '10.0.0.0/16',
        },
        {
          DescribeSecurityGroupRulesCommand: () => ({
            SecurityGroupRules: [!egress, egress].map((IsEgress) => ({
              SecurityGroupRuleId: IsEgress ? 'sgr-egress' : 'sgr-ingress',
              GroupId: 'sg-1',
              IsEgress,
              IpProtocol: 'tcp',
              FromPort: 443,
              ToPort: 443,
              CidrIpv4: '10.0.0.0/16',
            })),
          }),
        },
        egress ? 'sgr-egress' : 'sgr-ingress',
      ] as const,
  ),
];

test.each(byName)('%s is found by its name', async (type, after, answers, id) => {
  expect(await importId(type, after, answers)).toBe(id);
});

test.each(byName.map(([type]) => type))('%s is not looked for while its name is not known', async (type) => {
  expect(await find([planned(type, {})], {})).toMatchObject({ known: [], notKnown: [] });
});
