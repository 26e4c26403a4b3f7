import { execFileSync } from 'node:child_process';
import { loadFleet } from '../../lib/fleet/load';
import type { FleetConfig } from '../../lib/fleet/schema';
import { clusterConnection } from './cluster-connection';
import { FluxCluster } from './flux-cluster';
import { UsageError } from '../usage-error';

/** The configuration of a fleet. @param name default: FLEET, and `dev` without it */
export function fleetNamed(name: string | undefined): FleetConfig {
  return loadFleet(name === undefined ? {} : { env: { ...process.env, FLEET: name } });
}

/**
 * The cluster of a fleet, as EKS describes it to the caller: never another one, whatever the kubeconfig says.
 *
 * @throws UsageError if EKS does not describe it
 */
export function clusterOf({ aws, cluster, environment }: FleetConfig): FluxCluster {
  const described = describeCluster(cluster.name, aws.region, environment);
  return new FluxCluster(
    clusterConnection({
      clusterName: cluster.name,
      endpoint: described.endpoint,
      certificateAuthorityData: described.certificateAuthority.data,
      region: aws.region,
    }),
  );
}

interface DescribedCluster {
  readonly endpoint: string;
  readonly certificateAuthority: { readonly data: string };
}

function describeCluster(name: string, region: string, environment: string): DescribedCluster {
  const args = [
    'eks',
    'describe-cluster',
    '--name',
    name,
    '--region',
    region,
    '--query',
    'cluster',
    '--output',
    'json',
  ];
  try {
    return JSON.parse(
      execFileSync('aws', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
    ) as DescribedCluster;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new UsageError(
      `Can't find the cluster ${name} of fleet/${environment}.yaml: ${[stderr?.trim(), message].find(Boolean)}\n` +
        'Set the credentials for its account, and deploy it first: cdktf deploy network cluster',
    );
  }
}
