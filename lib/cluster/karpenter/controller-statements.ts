import type { ClusterRef } from '../../aws/cluster-ref';
import type { PolicyStatement } from '../../aws/policy-document';

/** Where Karpenter works, and with what. */
export interface ControllerScope {
  readonly cluster: ClusterRef;
  readonly clusterArn: string;
  readonly queueArn: string;
  readonly nodeRoleArn: string;
  readonly instanceProfileArn: string;
}

/**
 * What Karpenter's controller may do: start and end instances, and make launch templates, that carry the tags of this
 * cluster and of one of its node pools; hand them one role; read what EC2 has to offer and whether the traffic of the cluster is
 * shifted away from a zone; empty its queue. It is what Karpenter 1.14 publishes
 * (https://karpenter.sh/docs/reference/cloudformation/#controller-authorization), without the rights to make instance profiles:
 * Terraform makes the one that there is.
 */
export function controllerStatements(scope: ControllerScope): readonly PolicyStatement[] {
  return [...instanceStatements(scope), ...readStatements(scope), ...passStatements(scope)];
}

/** Actions that make something; the tags come with the request. */
const creation = ['RunInstances', 'CreateFleet', 'CreateLaunchTemplate'];

function instanceStatements({ cluster }: ControllerScope): readonly PolicyStatement[] {
  const { namePrefix: clusterName, partition, region } = cluster;
  const ec2 = (resource: string, account = '*') => `arn:${partition}:ec2:${region}:${account}:${resource}/*`;
  const clusterTag = `kubernetes.io/cluster/${clusterName}`;
  const ofCluster = {
    StringEquals: { [`aws:ResourceTag/${clusterTag}`]: 'owned' },
    StringLike: { 'aws:ResourceTag/karpenter.sh/nodepool': '*' },
  };
  const toCluster = {
    StringEquals: {
      [`aws:RequestTag/${clusterTag}`]: 'owned',
      'aws:RequestTag/eks:eks-cluster-name': clusterName,
    },
    StringLike: { 'aws:RequestTag/karpenter.sh/nodepool': '*' },
  };
  const made = [
    'fleet',
    'instance',
    'volume',
    'network-interface',
    'launch-template',
    'spot-instances-request',
  ].map((resource) => ec2(resource));
  return [
    {
      actions: ['ec2:RunInstances', 'ec2:CreateFleet'],
      resources: [
        ec2('image', ''),
        ec2('snapshot', ''),
        ...['security-group', 'subnet', 'capacity-reservation', 'placement-group'].map((resource) =>
          ec2(resource),
        ),
      ],
    },
    {
      actions: ['ec2:RunInstances', 'ec2:CreateFleet'],
      resources: [ec2('launch-template')],
      conditions: ofCluster,
    },
    { actions: creation.map((action) => `ec2:${action}`), resources: made, conditions: toCluster },
    {
      actions: ['ec2:CreateTags'],
      resources: made,
      conditions: {
        ...toCluster,
        StringEquals: { ...toCluster.StringEquals, 'ec2:CreateAction': creation },
      },
    },
    {
      actions: ['ec2:CreateTags'],
      resources: [ec2('instance')],
      conditions: {
        ...ofCluster,
        StringEqualsIfExists: { 'aws:RequestTag/eks:eks-cluster-name': clusterName },
        'ForAllValues:StringEquals': {
          'aws:TagKeys': ['eks:eks-cluster-name', 'karpenter.sh/nodeclaim', 'Name'],
        },
      },
    },
    {
      actions: ['ec2:TerminateInstances', 'ec2:DeleteLaunchTemplate'],
      resources: [ec2('instance'), ec2('launch-template')],
      conditions: ofCluster,
    },
  ];
}

function readStatements({ cluster, clusterArn }: ControllerScope): readonly PolicyStatement[] {
  const { partition, region } = cluster;
  return [
    {
      actions: [
        'CapacityReservations',
        'Images',
        'InstanceStatus',
        'InstanceTypeOfferings',
        'InstanceTypes',
        'Instances',
        'LaunchTemplates',
        'PlacementGroups',
        'SecurityGroups',
        'SpotPriceHistory',
        'Subnets',
      ].map((noun) => `ec2:Describe${noun}`),
      anyResourceBecause: 'EC2 knows no resources for actions that describe',
      conditions: { StringEquals: { 'aws:RequestedRegion': region } },
    },
    {
      actions: ['ssm:GetParameter'],
      resources: [`arn:${partition}:ssm:${region}::parameter/aws/service/*`],
    },
    { actions: ['pricing:GetProducts'], anyResourceBecause: 'The price list has no resources' },
    { actions: ['eks:DescribeCluster'], resources: [clusterArn] },
    {
      actions: ['arc-zonal-shift:GetManagedResource'],
      anyResourceBecause: 'A condition names the cluster, as upstream does',
      conditions: { StringEquals: { 'arc-zonal-shift:ResourceIdentifier': clusterArn } },
    },
  ];
}

function passStatements(scope: ControllerScope): readonly PolicyStatement[] {
  return [
    {
      actions: ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
      resources: [scope.queueArn],
    },
    {
      actions: ['iam:PassRole'],
      resources: [scope.nodeRoleArn],
      conditions: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] } },
    },
    { actions: ['iam:GetInstanceProfile'], resources: [scope.instanceProfileArn] },
    {
      actions: ['iam:ListInstanceProfiles'],
      anyResourceBecause:
        'The controller looks for profiles of its own to remove, and the list takes no name',
    },
  ];
}
