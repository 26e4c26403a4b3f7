import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { gatewayEndpointName, interfaceEndpointName } from '../aws/partitions';
import { constructId } from '../terraform/construct-id';

export interface S3EndpointProps {
  readonly vpcId: string;
  /** The Name tag. */
  readonly name: string;
  readonly region: string;
  /** The tables that get a route to S3. */
  readonly routeTableIds: readonly string[];
}

/**
 * The way to S3 that costs nothing and passes no NAT gateway; ECR keeps the layers of images there
 * (https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html).
 */
export class S3Endpoint extends Construct {
  constructor(scope: Construct, id: string, props: S3EndpointProps) {
    super(scope, id);
    new VpcEndpoint(this, 'endpoint', {
      vpcId: props.vpcId,
      serviceName: gatewayEndpointName(props.region, 's3'),
      vpcEndpointType: 'Gateway',
      routeTableIds: [...props.routeTableIds],
      tags: { Name: `${props.name}-s3` },
    });
  }
}

export interface InterfaceEndpointsProps {
  readonly vpcId: string;
  /** Prefix of the Name tags. */
  readonly name: string;
  readonly region: string;
  /** Services without their region, for example `ecr.api`. */
  readonly services: readonly string[];
  /** One subnet per zone: an endpoint has an interface in each, paid by the hour. */
  readonly subnetIds: readonly string[];
  /** The VPC's blocks, each under a short name: what may use the endpoints. */
  readonly allowedCidrs: Readonly<Record<string, string>>;
}

/**
 * Interface endpoints, under the names of the services that they stand for (private DNS), open to HTTPS from the VPC and
 * to nothing else (https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html).
 */
export class InterfaceEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    const name = `${props.name}-endpoints`;
    const group = new SecurityGroup(this, 'security-group', {
      name,
      description: `HTTPS from the VPC to the interface endpoints of ${props.name}`,
      vpcId: props.vpcId,
      tags: { Name: name },
    });
    for (const [source, cidr] of Object.entries(props.allowedCidrs)) {
      new VpcSecurityGroupIngressRule(this, `https-from-${source}`, {
        securityGroupId: group.id,
        description: `HTTPS from ${cidr}`,
        cidrIpv4: cidr,
        ipProtocol: 'tcp',
        fromPort: 443,
        toPort: 443,
      });
    }
    for (const service of props.services) {
      new VpcEndpoint(this, constructId(this, service.replaceAll('.', '-'), service), {
        vpcId: props.vpcId,
        serviceName: interfaceEndpointName(props.region, service),
        vpcEndpointType: 'Interface',
        privateDnsEnabled: true,
        subnetIds: [...props.subnetIds],
        securityGroupIds: [group.id],
        tags: { Name: `${props.name}-${service}` },
      });
    }
  }
}
