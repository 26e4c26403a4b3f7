import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Construct } from 'constructs';
import { reservationTarget } from './capacity-reservation';

export interface NodeLaunchTemplateProps {
  /** The template's name, and that of the instances. */
  readonly name: string;
  readonly amiType: string;
  readonly diskSizeGiB: number;
  /** Tags of the instances, their volumes and network interfaces, which the provider's default tags don't reach. */
  readonly tags: Readonly<Record<string, string>>;
  /** A capacity reservation, or the ARN of a resource group of some. @default none */
  readonly capacityReservation?: string;
  /** @default none */
  readonly userData?: string;
}

/**
 * How the instances of a node group are made: encrypted gp3 volumes, and instance metadata by sessions alone (IMDSv2) that
 * a pod can't reach, as a reply is one network hop too short for it.
 */
export class NodeLaunchTemplate extends Construct {
  readonly template: LaunchTemplate;

  constructor(scope: Construct, id: string, props: NodeLaunchTemplateProps) {
    super(scope, id);
    const { name, amiType, diskSizeGiB, capacityReservation, userData } = props;
    const tags = { ...props.tags, Name: name };
    this.template = new LaunchTemplate(this, 'template', {
      name,
      updateDefaultVersion: true,
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpTokens: 'required',
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: 'disabled',
      },
      blockDeviceMappings: devices(amiType, diskSizeGiB).map(({ deviceName, volumeSize }) => ({
        deviceName,
        ebs: { volumeSize, volumeType: 'gp3', encrypted: 'true', deleteOnTermination: 'true' },
      })),
      capacityReservationSpecification:
        capacityReservation === undefined ? undefined : reservationTarget(capacityReservation),
      userData: userData && Buffer.from(userData).toString('base64'),
      tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({
        resourceType,
        tags,
      })),
    });
  }
}

/**
 * Bottlerocket keeps containers and images on a second volume. That of its read-only system is as large as the image
 * (https://bottlerocket.dev/en/os/latest/#/install/storage/); what a template doesn't name is made as the image says, unencrypted.
 */
function devices(amiType: string, diskSizeGiB: number): { deviceName: string; volumeSize?: number }[] {
  return amiType.startsWith('BOTTLEROCKET')
    ? [{ deviceName: '/dev/xvda' }, { deviceName: '/dev/xvdb', volumeSize: diskSizeGiB }]
    : [{ deviceName: '/dev/xvda', volumeSize: diskSizeGiB }];
}
