/** One of AWS's partitions, as far as names differ between them. */
interface Partition {
  /** The second part of every ARN. */
  readonly id: string;
  /** How the codes of its regions begin; the first partition that fits counts. */
  readonly regions: string;
  /** The domain of its services (`dnsSuffix` in botocore's partitions.json). */
  readonly dnsSuffix: string;
  /** Services of which an interface endpoint's name begins with the reversed domain, instead of `com.amazonaws`. */
  readonly ownEndpoints: readonly string[];
}

const everywhereApart = ['ecr.api', 'ecr.dkr', 'execute-api'];

/**
 * Regions and domains come from partitions.json of botocore 1.43.106, names of endpoints from the exceptions that aws-cdk-lib keeps
 * (aws-ec2/lib/vpc-endpoint.ts) of what `aws ec2 describe-vpc-endpoint-services` answers there.
 */
const partitions: readonly Partition[] = [
  {
    id: 'aws-cn',
    regions: 'cn-',
    dnsSuffix: 'amazonaws.com.cn',
    ownEndpoints: [
      ...everywhereApart,
      ...[
        'application-autoscaling',
        'athena',
        'autoscaling',
        'backup',
        'batch',
        'cassandra',
        'cloudformation',
      ],
      ...['dms', 'ebs', 'ec2', 'eks', 'elasticache', 'elasticfilesystem', 'emr-containers', 'fsx'],
      ...['kinesis-streams', 'lambda', 'license-manager', 'monitoring', 'rds', 'redshift', 'redshift-data'],
      ...[
        'sagemaker.api',
        'sagemaker.runtime',
        'securityhub',
        'servicecatalog',
        'sqs',
        'states',
        'sts',
        'xray',
      ],
    ],
  },
  {
    id: 'aws-eusc',
    regions: 'eusc-',
    dnsSuffix: 'amazonaws.eu',
    ownEndpoints: [...everywhereApart, 'securityhub'],
  },
  { id: 'aws-us-gov', regions: 'us-gov-', dnsSuffix: 'amazonaws.com', ownEndpoints: [] },
  {
    id: 'aws-iso',
    regions: 'us-iso-',
    dnsSuffix: 'c2s.ic.gov',
    ownEndpoints: [
      ...everywhereApart,
      ...[
        'application-autoscaling',
        'athena',
        'autoscaling',
        'ebs',
        'ec2',
        'elasticfilesystem',
        'monitoring',
      ],
      ...['sagemaker.api', 'sagemaker.runtime', 'sns', 'sqs', 'workspaces'],
    ],
  },
  {
    id: 'aws-iso-b',
    regions: 'us-isob-',
    dnsSuffix: 'sc2s.sgov.gov',
    ownEndpoints: [
      ...everywhereApart,
      ...['application-autoscaling', 'autoscaling', 'ebs', 'ec2', 'elasticfilesystem', 'sagemaker.api'],
      ...['sagemaker.runtime', 'sns', 'sqs', 'workspaces'],
    ],
  },
  {
    id: 'aws-iso-e',
    regions: 'eu-isoe-',
    dnsSuffix: 'cloud.adc-e.uk',
    ownEndpoints: [...everywhereApart, 'ebs'],
  },
  {
    id: 'aws-iso-f',
    regions: 'us-isof-',
    dnsSuffix: 'csp.hci.ic.gov',
    ownEndpoints: [...everywhereApart, 'ebs'],
  },
  { id: 'aws', regions: '', dnsSuffix: 'amazonaws.com', ownEndpoints: [] },
];

function partition(region: string): Partition {
  return partitions.find(({ regions }) => region.startsWith(regions))!;
}

/** The partition that a region is in, which is the second part of every ARN there: `aws`, `aws-cn`. */
export function partitionOf(region: string): string {
  return partition(region).id;
}

/** The domain of a region's services, which ends the names of hosts and of some service principals. */
export function dnsSuffixOf(region: string): string {
  return partition(region).dnsSuffix;
}

/** The name of a service's gateway endpoint. Those of S3 and DynamoDB begin alike in every partition. */
export function gatewayEndpointName(region: string, service: string): string {
  return `com.amazonaws.${region}.${service}`;
}

/** The name of a service's interface endpoint. @param service without its region, for example `ecr.api` */
export function interfaceEndpointName(region: string, service: string): string {
  const { dnsSuffix, ownEndpoints } = partition(region);
  const prefix = ownEndpoints.includes(service) ? dnsSuffix.split('.').reverse().join('.') : 'com.amazonaws';
  return `${prefix}.${region}.${service}`;
}
