import {
  DescribeRouteTablesCommand,
  DescribeVpcsCommand,
  paginateDescribeSecurityGroupRules,
  type RouteTable,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import { allPages, ifThere } from '../aws-clients';
import type { PlannedResource } from '../planned-resources';
import type { Find, Lookup } from './kind';

/** Parts of VPCs, route tables and security groups, found by what they are a part of and what they say. */
export const networkParts: Readonly<Record<string, Find>> = {
  aws_route: async (planned, lookup) => {
    const destination = planned.text('destination_cidr_block');
    const table = await routeTable(planned.text('route_table_id'), lookup);
    const route = table?.Routes?.find(({ DestinationCidrBlock }) => DestinationCidrBlock === destination);
    return route && { importId: `${table?.RouteTableId}_${destination}` };
  },
  aws_route_table_association: async (planned, lookup) => {
    const subnet = planned.text('subnet_id');
    const table = await routeTable(planned.text('route_table_id'), lookup);
    const association = table?.Associations?.find(({ SubnetId }) => SubnetId === subnet);
    return association && subnet !== undefined ? { importId: `${subnet}/${table?.RouteTableId}` } : undefined;
  },
  aws_vpc_ipv4_cidr_block_association: async (planned, { clients }) => {
    const vpc = planned.text('vpc_id');
    if (vpc === undefined) return undefined;
    const answer = await ifThere(clients.ec2.send(new DescribeVpcsCommand({ VpcIds: [vpc] })));
    const association = answer?.Vpcs?.[0]?.CidrBlockAssociationSet?.find(
      ({ CidrBlock, CidrBlockState }) =>
        CidrBlock === planned.text('cidr_block') && CidrBlockState?.State !== 'disassociated',
    );
    return association?.AssociationId === undefined ? undefined : { importId: association.AssociationId };
  },
  aws_vpc_security_group_ingress_rule: (planned, lookup) => securityGroupRule(planned, lookup, false),
  aws_vpc_security_group_egress_rule: (planned, lookup) => securityGroupRule(planned, lookup, true),
};

async function routeTable(id: string | undefined, { clients }: Lookup): Promise<RouteTable | undefined> {
  if (id === undefined) return undefined;
  const answer = await ifThere(clients.ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [id] })));
  return answer?.RouteTables?.[0];
}

async function securityGroupRule(planned: PlannedResource, { clients }: Lookup, egress: boolean) {
  const group = planned.text('security_group_id');
  if (group === undefined) return undefined;
  const rules = await allPages(
    paginateDescribeSecurityGroupRules(
      { client: clients.ec2 },
      { Filters: [{ Name: 'group-id', Values: [group] }] },
    ),
    (page) => page.SecurityGroupRules,
  );
  const found = rules.find(
    (rule) => rule.GroupId === group && rule.IsEgress === egress && isSameRule(rule, planned),
  );
  return found?.SecurityGroupRuleId === undefined ? undefined : { importId: found.SecurityGroupRuleId };
}

/** EC2 takes two rules for the same when all of this is alike, and refuses the second. */
function isSameRule(rule: SecurityGroupRule, planned: PlannedResource): boolean {
  return (
    rule.IpProtocol === planned.text('ip_protocol') &&
    rule.FromPort === planned.number('from_port') &&
    rule.ToPort === planned.number('to_port') &&
    rule.CidrIpv4 === planned.text('cidr_ipv4') &&
    rule.ReferencedGroupInfo?.GroupId === planned.text('referenced_security_group_id')
  );
}
