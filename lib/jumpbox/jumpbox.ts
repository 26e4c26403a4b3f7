import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { Instance } from '@cdktf/provider-aws/lib/instance';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import type { ClusterRef } from '../aws/cluster-ref';
import { ServiceRole } from '../aws/service-role';
import { roleName } from '../aws/naming';

export interface JumpboxProps {
  readonly cluster: ClusterRef;
  readonly vpcId: string;
  /** A private subnet with a way to the endpoints of SSM. */
  readonly subnetId: string;
  /** The security group in front of the Kubernetes API. */
  readonly apiSecurityGroupId: string;
}

/** Amazon's name for its newest image of Amazon Linux 2023 on arm64. */
const image = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64';

/**
 * An instance to reach the Kubernetes API from, by `aws ssm start-session`: without a key, a public address or an open
 * port. Its role may talk to Session Manager and nothing else; whoever uses it brings their own credentials.
 */
export class Jumpbox extends Construct {
  constructor(scope: Construct, id: string, props: JumpboxProps) {
    super(scope, id);
    const { namePrefix, partition } = props.cluster;
    const name = `${namePrefix}-jumpbox`;
    const role = new ServiceRole(this, 'role', {
      name: roleName(namePrefix, 'jumpbox'),
      description: `Jumpbox of ${namePrefix}`,
      partition,
      service: 'ec2.amazonaws.com',
      managedPolicies: ['AmazonSSMManagedInstanceCore'],
    });
    const profile = new IamInstanceProfile(this, 'profile', {
      name: roleName(namePrefix, 'jumpbox'),
      role: role.roleName,
    });
    const securityGroup = new SecurityGroup(this, 'security-group', {
      name,
      description: `Jumpbox of ${namePrefix}: HTTPS out, nothing in`,
      vpcId: props.vpcId,
      tags: { Name: name },
    });
    new VpcSecurityGroupEgressRule(this, 'https', {
      securityGroupId: securityGroup.id,
      description: 'Session Manager, the Kubernetes API and package repositories',
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrIpv4: '0.0.0.0/0',
    });
    new VpcSecurityGroupIngressRule(this, 'api', {
      securityGroupId: props.apiSecurityGroupId,
      description: 'Kubernetes API from the jumpbox',
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      referencedSecurityGroupId: securityGroup.id,
    });
    new Instance(this, 'instance', {
      ami: new DataAwsSsmParameter(this, 'image', { name: image }).value,
      instanceType: 't4g.micro',
      subnetId: props.subnetId,
      vpcSecurityGroupIds: [securityGroup.id],
      iamInstanceProfile: profile.name,
      associatePublicIpAddress: false,
      monitoring: true,
      ebsOptimized: true,
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
      rootBlockDevice: { encrypted: true, volumeType: 'gp3', volumeSize: 10 },
      tags: { Name: name },
      // A newer image is no reason to replace the instance under somebody's session.
      lifecycle: { ignoreChanges: ['ami'] },
      dependsOn: [...role.permissions],
    });
  }
}
