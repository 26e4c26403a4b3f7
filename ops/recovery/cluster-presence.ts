import { request } from 'node:https';
import type { FleetConfig } from '../../lib/fleet/schema';
import { messageOf } from '../message-of';
import { EnvironmentAgent } from '../proxy';
import { aws, AwsCliError } from './aws-cli';

/** How long the Kubernetes API is given to answer, in milliseconds. */
const answerMilliseconds = 5_000;

/** Whether EKS has the cluster of a fleet. */
export type ClusterPresence =
  | { readonly state: 'gone' | 'there' }
  | {
      readonly state: 'not known';
      /** Why EKS could not be asked. */
      readonly reason: string;
    };

/** Asks EKS for the cluster. It is gone only when EKS says so in the fleet's own account and region. */
export async function clusterPresence(fleet: FleetConfig): Promise<ClusterPresence> {
  try {
    await describeCluster(fleet);
    return { state: 'there' };
  } catch (error) {
    if (!(error instanceof AwsCliError) || error.code !== 'ResourceNotFoundException') return notKnown(error);
  }
  try {
    const { Account: account } = await aws<{ readonly Account: string }>('sts', 'get-caller-identity');
    return account === fleet.aws.account
      ? { state: 'gone' }
      : { state: 'not known', reason: otherAccount(fleet, account) };
  } catch (error) {
    return notKnown(error);
  }
}

/** `clusterPresence` without its reason. */
export async function clusterIsGone(fleet: FleetConfig): Promise<ClusterPresence['state']> {
  return (await clusterPresence(fleet)).state;
}

/** Whether the Kubernetes API of a fleet's cluster answers within five seconds, be it with a refusal. */
export async function apiAnswers(fleet: FleetConfig): Promise<boolean> {
  try {
    const { endpoint, certificateAuthority } = await describeCluster(fleet);
    if (endpoint === undefined || certificateAuthority?.data === undefined) return false;
    return await answers(endpoint, Buffer.from(certificateAuthority.data, 'base64').toString());
  } catch {
    return false;
  }
}

interface DescribedCluster {
  /** Absent while the cluster is being made. */
  readonly endpoint?: string;
  readonly certificateAuthority?: { readonly data?: string };
}

async function describeCluster({ aws: { region }, cluster }: FleetConfig): Promise<DescribedCluster> {
  const words = ['eks', 'describe-cluster', '--name', cluster.name, '--region', region, '--query', 'cluster'];
  return await aws<DescribedCluster>(...words);
}

/** Asks without credentials: being refused is an answer too, and no token has to be made first. */
async function answers(endpoint: string, ca: string): Promise<boolean> {
  return await new Promise<boolean>((resolve) => {
    const signal = AbortSignal.timeout(answerMilliseconds);
    request(new URL('/readyz', endpoint), { ca, agent: new EnvironmentAgent(), signal }, (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) < 500);
    })
      .on('error', () => resolve(false))
      .end();
  });
}

function notKnown(error: unknown): ClusterPresence {
  return { state: 'not known', reason: messageOf(error) };
}

function otherAccount({ aws: { account }, environment }: FleetConfig, callers: string): string {
  return `The credentials are those of account ${callers}; fleet/${environment}.yaml has aws.account ${account}.`;
}
