import type { NodegroupScalingConfig } from '@aws-sdk/client-eks';
import { AwsError } from '../message.js';

/** Refuses sizes that EKS refuses, which never raises the desired size by itself. */
export function refuseSizes({
  minSize = 0,
  maxSize = minSize,
  desiredSize = minSize,
}: NodegroupScalingConfig): void {
  const fault =
    minSize > desiredSize
      ? `Minimum capacity ${minSize} can't be greater than desired size ${desiredSize}`
      : desiredSize > maxSize
        ? `Desired capacity ${desiredSize} can't be greater than max size ${maxSize}`
        : undefined;
  if (fault !== undefined) throw new AwsError(400, 'InvalidParameterException', fault);
}
