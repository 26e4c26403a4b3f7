import type { ClusterRef } from './cluster-ref';
import type { PolicyStatement } from './policy-document';

/** The tag of everything that the controller makes. */
const clusterTag = 'elbv2.k8s.aws/cluster';

const named = (place: 'Request' | 'Resource') => `aws:${place}Tag/${clusterTag}`;

/** `Null` asks whether a key is missing: `false` wants it, `true` refuses it. */
const ofController = { Null: { [named('Resource')]: 'false' } };
const toController = { Null: { [named('Request')]: 'false' } };
const retagged = { Null: { [named('Request')]: 'true', [named('Resource')]: 'false' } };

/**
 * What the AWS Load Balancer Controller may do, as its version 3.5 publishes it
 * (https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/docs/install/iam_policy.json).
 */
export function loadBalancerControllerStatements({ partition }: ClusterRef): readonly PolicyStatement[] {
  return [...readStatements(), ...securityGroupStatements(partition), ...balancerStatements(partition)];
}

function prefixed(service: string, ...actions: readonly string[]): readonly string[] {
  return actions.map((action) => `${service}:${action}`);
}

function readStatements(): readonly PolicyStatement[] {
  return [
    {
      actions: ['iam:CreateServiceLinkedRole'],
      anyResourceBecause: 'A condition names the service of the role',
      conditions: { StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' } },
    },
    {
      actions: [
        ...[
          'AccountAttributes',
          'Addresses',
          'AvailabilityZones',
          'CoipPools',
          'Instances',
          'InternetGateways',
          'IpamPools',
          'NetworkInterfaces',
          'RouteTables',
          'SecurityGroups',
          'Subnets',
          'Tags',
          'VpcPeeringConnections',
          'Vpcs',
        ].map((noun) => `ec2:Describe${noun}`),
        ...prefixed('ec2', 'GetCoipPoolUsage', 'GetSecurityGroupsForVpc'),
        ...[
          'CapacityReservation',
          'ListenerAttributes',
          'ListenerCertificates',
          'Listeners',
          'LoadBalancerAttributes',
          'LoadBalancers',
          'Rules',
          'SSLPolicies',
          'Tags',
          'TargetGroupAttributes',
          'TargetGroups',
          'TargetHealth',
          'TrustStores',
        ].map((noun) => `elasticloadbalancing:Describe${noun}`),
      ],
      anyResourceBecause: 'Actions that describe know no resources',
    },
    {
      actions: [
        'cognito-idp:DescribeUserPoolClient',
        ...prefixed('acm', 'ListCertificates', 'DescribeCertificate'),
        ...prefixed('iam', 'ListServerCertificates', 'GetServerCertificate'),
        ...prefixed(
          'waf-regional',
          'GetWebACL',
          'GetWebACLForResource',
          'AssociateWebACL',
          'DisassociateWebACL',
        ),
        ...prefixed('wafv2', 'GetWebACL', 'GetWebACLForResource', 'AssociateWebACL', 'DisassociateWebACL'),
        ...prefixed(
          'shield',
          'GetSubscriptionState',
          'DescribeProtection',
          'CreateProtection',
          'DeleteProtection',
        ),
      ],
      anyResourceBecause: 'Annotations of Ingresses name the certificates, pools and web ACLs',
    },
  ];
}

function securityGroupStatements(partition: string): readonly PolicyStatement[] {
  const groups = [`arn:${partition}:ec2:*:*:security-group/*`];
  return [
    {
      actions: prefixed('ec2', 'AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupIngress'),
      anyResourceBecause: 'The security groups of nodes do not carry the tag of the controller',
    },
    { actions: ['ec2:CreateSecurityGroup'], anyResourceBecause: 'What is made has no name yet' },
    {
      actions: ['ec2:CreateTags'],
      resources: groups,
      conditions: { StringEquals: { 'ec2:CreateAction': 'CreateSecurityGroup' }, ...toController },
    },
    { actions: prefixed('ec2', 'CreateTags', 'DeleteTags'), resources: groups, conditions: retagged },
    {
      actions: prefixed(
        'ec2',
        'AuthorizeSecurityGroupIngress',
        'RevokeSecurityGroupIngress',
        'DeleteSecurityGroup',
      ),
      anyResourceBecause: 'The condition names those of the controller',
      conditions: ofController,
    },
  ];
}

function balancerStatements(partition: string): readonly PolicyStatement[] {
  const balancing = (...resources: readonly string[]) =>
    resources.map((resource) => `arn:${partition}:elasticloadbalancing:*:*:${resource}/*`);
  const tagged = balancing('targetgroup/*', 'loadbalancer/net/*', 'loadbalancer/app/*');
  const elb = (...actions: readonly string[]) => prefixed('elasticloadbalancing', ...actions);
  return [
    {
      actions: elb('CreateLoadBalancer', 'CreateTargetGroup'),
      anyResourceBecause: 'What is made has no name yet',
      conditions: toController,
    },
    {
      actions: elb('CreateListener', 'DeleteListener', 'CreateRule', 'DeleteRule'),
      anyResourceBecause: 'Listeners and rules do not carry the tag of the controller from the start',
    },
    { actions: elb('AddTags', 'RemoveTags'), resources: tagged, conditions: retagged },
    {
      actions: elb('AddTags', 'RemoveTags'),
      resources: balancing(
        'listener/net/*/*',
        'listener/app/*/*',
        'listener-rule/net/*/*',
        'listener-rule/app/*/*',
      ),
    },
    {
      actions: elb(
        'ModifyLoadBalancerAttributes',
        'SetIpAddressType',
        'SetSecurityGroups',
        'SetSubnets',
        'DeleteLoadBalancer',
        'ModifyTargetGroup',
        'ModifyTargetGroupAttributes',
        'DeleteTargetGroup',
        'ModifyListenerAttributes',
        'ModifyCapacityReservation',
        'ModifyIpPools',
      ),
      anyResourceBecause: 'The condition names those of the controller',
      conditions: ofController,
    },
    {
      actions: elb('AddTags'),
      resources: tagged,
      conditions: {
        StringEquals: { 'elasticloadbalancing:CreateAction': ['CreateTargetGroup', 'CreateLoadBalancer'] },
        ...toController,
      },
    },
    { actions: elb('RegisterTargets', 'DeregisterTargets'), resources: balancing('targetgroup/*') },
    {
      actions: elb(
        'SetWebAcl',
        'ModifyListener',
        'AddListenerCertificates',
        'RemoveListenerCertificates',
        'ModifyRule',
        'SetRulePriorities',
      ),
      anyResourceBecause: 'Listeners and rules do not carry the tag of the controller from the start',
    },
  ];
}
