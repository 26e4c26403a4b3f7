import type { Cluster } from '@aws-sdk/client-eks';
import { AwsError } from '../message.js';

/** Refuses what EKS refuses: downgrades and skipped minor versions. */
export function refuseVersionJump(current: string, wanted: string): void {
  const from = minorOf(current);
  const to = minorOf(wanted);
  if (to === from + 1) return;
  const message =
    to === from
      ? `Cluster is already at the desired configuration with version ${wanted}`
      : `Unsupported Kubernetes minor version update from ${current} to ${wanted}`;
  throw new AwsError(400, 'InvalidParameterException', message);
}

/** Refuses nodes of a newer minor version than their control plane's. */
export function refuseNewerThanCluster(version: string, cluster: Cluster): void {
  const minor = (text: string | undefined): number => Number(text?.split('.')[1]);
  if (minor(version) > minor(cluster.version)) {
    throw new AwsError(
      400,
      'InvalidParameterException',
      `Requested Nodegroup version ${version} is newer than the cluster's version ${cluster.version}`,
    );
  }
}

function minorOf(version: string): number {
  const minor = /^1\.(\d+)$/.exec(version)?.[1];
  if (minor === undefined) {
    throw new AwsError(400, 'InvalidParameterException', `unsupported Kubernetes version ${version}`);
  }
  return Number(minor);
}
