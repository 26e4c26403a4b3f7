import type { Fault } from '../validation/field';
import { nearest } from '../validation/nearest';

/**
 * The regions of all partitions, from partitions.json of botocore 1.43.106. The endpoint table beside it has EKS in each of them.
 */
export const regions: readonly string[] = [
  ...['af-south-1', 'ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
  ...['ap-south-1', 'ap-south-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4'],
  ...['ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'ca-central-1', 'ca-west-1', 'eu-central-1'],
  ...['eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1', 'sa-east-1', 'us-east-1', 'us-east-2'],
  ...['us-west-1', 'us-west-2', 'cn-north-1', 'cn-northwest-1', 'eusc-de-east-1', 'us-gov-east-1'],
  ...['us-gov-west-1', 'us-iso-east-1', 'us-iso-west-1', 'us-isob-east-1', 'us-isob-west-1'],
  ...['eu-isoe-west-1', 'us-isof-east-1', 'us-isof-south-1'],
];

/** Whether text is the code of a region. */
export function isRegion(text: string): boolean {
  return regions.includes(text);
}

/** The fault of text that is not the code of a region. */
export function regionFault(text: string): Fault | undefined {
  if (isRegion(text)) return undefined;
  const problem = 'is not an AWS region';
  const similar = nearest(text, regions);
  if (similar === undefined) return { problem };
  return {
    problem,
    remedy: `Did you mean ${similar}? A region that is missing belongs in lib/aws/regions.ts.`,
  };
}
