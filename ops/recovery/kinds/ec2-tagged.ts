import {
  DescribeAddressesCommand,
  paginateDescribeFlowLogs,
  paginateDescribeInstances,
  paginateDescribeInternetGateways,
  paginateDescribeLaunchTemplates,
  paginateDescribeNatGateways,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcs,
  type EC2Client,
  type Filter,
  type Tag,
} from '@aws-sdk/client-ec2';
import { allPages } from '../aws-clients';
import { isOwn, tagsOf, type Condition, type Lookup, type Tags } from './kind';

/** Something in EC2 that has tags but no fixed name of its own. */
export interface Ec2Item {
  readonly id: string;
  readonly tags: Tags;
  /** Its own name, or else its tag `Name`. */
  readonly name?: string;
  /** What it is a part of, by the attribute of the provider that names it. */
  readonly parents: Readonly<Record<string, string>>;
  readonly condition: Condition;
  readonly status?: string;
}

interface Ec2Answer {
  readonly id: string | undefined;
  readonly tags: readonly Tag[] | undefined;
  readonly name?: string;
  readonly vpc?: string;
  readonly subnet?: string;
  /** AWS's word for its state. */
  readonly status?: string;
}

/** States in which something is as good as gone although AWS still lists it. */
const gone = ['deleted', 'failed', 'terminated', 'shutting-down', 'rejected', 'expired'];
/** States that pass into another one by themselves. */
const changing = ['pending', 'deleting'];

type List = (client: EC2Client, filters: Filter[]) => Promise<readonly Ec2Answer[]>;

/** Where to look for a planned resource of each type, parents before their parts. */
const lists: Readonly<Record<string, List>> = {
  aws_vpc: listed(
    (client, Filters) => paginateDescribeVpcs({ client }, { Filters }),
    ({ Vpcs }) => Vpcs?.map(({ VpcId, Tags }) => ({ id: VpcId, tags: Tags })),
  ),
  aws_subnet: listed(
    (client, Filters) => paginateDescribeSubnets({ client }, { Filters }),
    ({ Subnets }) => Subnets?.map(({ SubnetId, Tags, VpcId }) => ({ id: SubnetId, tags: Tags, vpc: VpcId })),
  ),
  aws_internet_gateway: listed(
    (client, Filters) => paginateDescribeInternetGateways({ client }, { Filters }),
    ({ InternetGateways }) =>
      InternetGateways?.map(({ InternetGatewayId, Tags, Attachments }) => ({
        id: InternetGatewayId,
        tags: Tags,
        vpc: Attachments?.[0]?.VpcId,
      })),
  ),
  aws_route_table: listed(
    (client, Filters) => paginateDescribeRouteTables({ client }, { Filters }),
    ({ RouteTables }) =>
      RouteTables?.map(({ RouteTableId, Tags, VpcId }) => ({ id: RouteTableId, tags: Tags, vpc: VpcId })),
  ),
  aws_security_group: listed(
    (client, Filters) => paginateDescribeSecurityGroups({ client }, { Filters }),
    ({ SecurityGroups }) =>
      SecurityGroups?.map(({ GroupId, Tags, VpcId }) => ({ id: GroupId, tags: Tags, vpc: VpcId })),
  ),
  aws_eip: async (client, Filters) => {
    const { Addresses } = await client.send(new DescribeAddressesCommand({ Filters }));
    return (Addresses ?? []).map(({ AllocationId, Tags }) => ({ id: AllocationId, tags: Tags }));
  },
  aws_nat_gateway: listed(
    (client, Filters) => paginateDescribeNatGateways({ client }, { Filter: Filters }),
    ({ NatGateways }) =>
      NatGateways?.map(({ NatGatewayId, Tags, SubnetId, State }) => ({
        id: NatGatewayId,
        tags: Tags,
        subnet: SubnetId,
        status: State,
      })),
  ),
  aws_vpc_endpoint: listed(
    (client, Filters) => paginateDescribeVpcEndpoints({ client }, { Filters }),
    ({ VpcEndpoints }) =>
      VpcEndpoints?.map(({ VpcEndpointId, Tags, VpcId, State }) => ({
        id: VpcEndpointId,
        tags: Tags,
        vpc: VpcId,
        status: State?.toLowerCase(),
      })),
  ),
  aws_flow_log: listed(
    (client, Filters) => paginateDescribeFlowLogs({ client }, { Filter: Filters }),
    ({ FlowLogs }) =>
      FlowLogs?.map(({ FlowLogId, Tags, ResourceId }) => ({ id: FlowLogId, tags: Tags, vpc: ResourceId })),
  ),
  aws_launch_template: listed(
    (client, Filters) => paginateDescribeLaunchTemplates({ client }, { Filters }),
    ({ LaunchTemplates }) =>
      LaunchTemplates?.map(({ LaunchTemplateId, Tags, LaunchTemplateName }) => ({
        id: LaunchTemplateId,
        tags: Tags,
        name: LaunchTemplateName,
      })),
  ),
  aws_instance: listed(
    (client, Filters) => paginateDescribeInstances({ client }, { Filters }),
    ({ Reservations }) =>
      Reservations?.flatMap(({ Instances }) => Instances ?? []).map(
        ({ InstanceId, Tags, SubnetId, State }) => ({
          id: InstanceId,
          tags: Tags,
          subnet: SubnetId,
          // An instance takes changes while it starts, so it is as good as running.
          status: State?.Name === 'pending' ? 'running' : State?.Name,
        }),
      ),
  ),
};

function listed<Page>(
  pages: (client: EC2Client, filters: Filter[]) => AsyncIterable<Page>,
  answers: (page: Page) => readonly Ec2Answer[] | undefined,
): List {
  return async (client, filters) => await allPages(pages(client, filters), answers);
}

/** The types that are found by their tags, parents before their parts. */
export const ec2TaggedTypes = Object.keys(lists);

/**
 * Everything of one type that belongs to the fleet. The tags are checked here too, since EC2 treats wildcards in them as such,
 * and nodes of EKS and Karpenter have the fleet's tags without being Terraform's.
 */
export async function listOwn(type: string, { clients, ownTags }: Lookup): Promise<readonly Ec2Item[]> {
  const filters = Object.entries(ownTags).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] }));
  const answers = await lists[type]!(clients.ec2, filters);
  return answers.map(toItem).filter((item) => isOwn(item.tags, ownTags) && !isMadeByCluster(item.tags));
}

function toItem({ id, tags: list, name, vpc, subnet, status }: Ec2Answer): Ec2Item {
  const tags = tagsOf(list);
  return {
    id: id ?? '',
    tags,
    name: name ?? tags.Name,
    parents: {
      ...(vpc !== undefined && { vpc_id: vpc }),
      ...(subnet !== undefined && { subnet_id: subnet }),
    },
    condition: status !== undefined && changing.includes(status) ? 'changing' : 'settled',
    status,
  };
}

/** Whether it is gone although EC2 still lists it. */
export function isGone({ status }: Ec2Item): boolean {
  return status !== undefined && gone.includes(status);
}

const madeByCluster =
  /^(aws:eks:|eks:|karpenter\.sh\/(nodepool|nodeclaim)|aws:autoscaling:|aws:ec2launchtemplate:)/;

function isMadeByCluster(tags: Tags): boolean {
  return Object.keys(tags).some((key) => madeByCluster.test(key));
}
