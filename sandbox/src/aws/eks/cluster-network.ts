import type { LaunchTemplateSpecification } from '@aws-sdk/client-eks';
import type { NodeSubnet } from '../../kubernetes/node-group-nodes.js';
import type { EmulatorClient } from '../emulator-client.js';
import { AwsError } from '../message.js';
import { xmlValue } from '../xml.js';
import type { UsedLaunchTemplate } from './node-group-fields.js';

/** A subnet as EC2 describes it. */
export interface Subnet extends NodeSubnet {
  readonly vpcId: string;
}

/** What EKS reads and creates in EC2 for a cluster. */
export class ClusterNetwork {
  constructor(private readonly emulator: EmulatorClient) {}

  /** Subnets by id; an unknown one causes EKS's own error. */
  async subnets(ids: readonly string[]): Promise<Subnet[]> {
    return await Promise.all(ids.map(async (id) => await this.subnet(id)));
  }

  /** Creates the security group that EKS attaches to the control plane's interfaces and managed nodes. */
  async createSecurityGroup(clusterName: string, vpcId: string): Promise<string> {
    const suffix = Math.floor(Math.random() * 1e9)
      .toString()
      .padStart(9, '0');
    const xml = await this.emulator.ec2('CreateSecurityGroup', {
      GroupName: `eks-cluster-sg-${clusterName}-${suffix}`,
      GroupDescription:
        'EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.',
      VpcId: vpcId,
      'TagSpecification.1.ResourceType': 'security-group',
      'TagSpecification.1.Tag.1.Key': `kubernetes.io/cluster/${clusterName}`,
      'TagSpecification.1.Tag.1.Value': 'owned',
      'TagSpecification.1.Tag.2.Key': 'aws:eks:cluster-name',
      'TagSpecification.1.Tag.2.Value': clusterName,
    });
    return xmlValue(xml, 'groupId') ?? '';
  }

  /** Removes the cluster's security group, if it still exists. */
  async deleteSecurityGroup(groupId: string): Promise<void> {
    try {
      await this.emulator.ec2('DeleteSecurityGroup', { GroupId: groupId });
    } catch (error) {
      if (error instanceof AwsError && error.code === 'InvalidGroup.NotFound') return;
      throw error;
    }
  }

  /** A launch template with its id, name and version number, and what it says about the machines. */
  async launchTemplate(wanted: LaunchTemplateSpecification): Promise<UsedLaunchTemplate> {
    const which: Readonly<Record<string, string>> =
      wanted.id === undefined ? { LaunchTemplateName: wanted.name ?? '' } : { LaunchTemplateId: wanted.id };
    const xml = await this.emulator.ec2('DescribeLaunchTemplateVersions', {
      ...which,
      'LaunchTemplateVersion.1': wanted.version ?? '$Default',
    });
    const version = xmlValue(xml, 'versionNumber');
    if (version === undefined) {
      throw new AwsError(
        400,
        'InvalidRequestException',
        `Launch template ${wanted.id ?? wanted.name} version ${wanted.version} not found.`,
      );
    }
    return {
      specification: {
        id: xmlValue(xml, 'launchTemplateId'),
        name: xmlValue(xml, 'launchTemplateName'),
        version,
      },
      instanceType: xmlValue(xml, 'instanceType'),
      imageId: xmlValue(xml, 'imageId'),
    };
  }

  private async subnet(subnetId: string): Promise<Subnet> {
    try {
      const xml = await this.emulator.ec2('DescribeSubnets', { 'SubnetId.1': subnetId });
      const zone = xmlValue(xml, 'availabilityZone');
      const cidr = xmlValue(xml, 'cidrBlock');
      const vpcId = xmlValue(xml, 'vpcId');
      if (zone !== undefined && cidr !== undefined && vpcId !== undefined) {
        return { subnetId, zone, cidr, vpcId };
      }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
    }
    throw new AwsError(
      400,
      'InvalidParameterException',
      `The subnet ID '${subnetId}' does not exist (Service: AmazonEC2; Status Code: 400; Error Code: InvalidSubnetID.NotFound)`,
    );
  }
}
