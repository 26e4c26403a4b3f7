import { BudgetsClient } from '@aws-sdk/client-budgets';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { EKSClient } from '@aws-sdk/client-eks';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { SQSClient } from '@aws-sdk/client-sqs';
import { EnvironmentAgent } from '../proxy';
import { silenceNodeWarning } from './node-warning';

/** Whoever loads this module loads the AWS SDK, a third of a second: import it when AWS is to be asked, not before. */
export type AwsClients = ReturnType<typeof awsClients>;

/** Enough for a burst of lookups that AWS throttles. */
const attempts = 10;

/** Clients with the credentials, the endpoint (AWS_ENDPOINT_URL) and the proxy of the environment. */
export function awsClients(region: string) {
  silenceNodeWarning();
  const requestHandler = { httpsAgent: new EnvironmentAgent({ keepAlive: true, maxSockets: 50 }) };
  const settings = { region, maxAttempts: attempts, retryMode: 'adaptive', requestHandler };
  return {
    budgets: new BudgetsClient(settings),
    ec2: new EC2Client(settings),
    ecr: new ECRClient(settings),
    eks: new EKSClient(settings),
    iam: new IAMClient(settings),
    kms: new KMSClient(settings),
    logs: new CloudWatchLogsClient(settings),
    // A queue's URL names AWS' own host, whatever AWS_ENDPOINT_URL is.
    sqs: new SQSClient({ ...settings, useQueueUrlAsEndpoint: false }),
    tagging: new ResourceGroupsTaggingAPIClient(settings),
  };
}

/** Every item of an answer in pages. */
export async function allPages<Page, Item>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const all: Item[] = [];
  for await (const page of pages) all.push(...(items(page) ?? []));
  return all;
}

/** What AWS answers, or undefined where it says that there is no such thing. */
export async function ifThere<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (/NotFound|NoSuchEntity|DoesNotExist|NonExistent/.test((error as Error).name)) return undefined;
    throw error;
  }
}
