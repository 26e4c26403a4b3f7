import type { AccessEntry as EksAccessEntry, AssociatedAccessPolicy } from '@aws-sdk/client-eks';
import type {
  AccessDirectory,
  AccessEntry,
  CallerIdentity,
} from '../kubernetes/access-entry-authenticator.js';
import type { PresignedCallerIdentity } from '../kubernetes/token.js';
import { asDeployer } from './deployer.js';
import { sandboxCredentials } from './emulator.js';
import { EmulatorClient } from './emulator-client.js';
import { AwsError } from './message.js';
import { xmlValue } from './xml.js';

/** Reads callers and access entries from the emulator, each time it is asked. */
export class EmulatorAccessDirectory implements AccessDirectory {
  private readonly client: EmulatorClient;

  constructor(emulator: { readonly url: string }) {
    this.client = new EmulatorClient(emulator);
  }

  /** The emulator accepts any signature, so those made with the sandbox's own key are checked here. */
  secretOf(accessKeyId: string): string | undefined {
    return accessKeyId === sandboxCredentials.accessKeyId ? sandboxCredentials.secretAccessKey : undefined;
  }

  async identify(request: PresignedCallerIdentity, clusterName: string): Promise<CallerIdentity | undefined> {
    const answer = await this.client.send({
      method: 'GET',
      url: `/?${request.query}`,
      headers: { host: 'sts.amazonaws.com', 'x-k8s-aws-id': clusterName },
      body: Buffer.alloc(0),
    });
    if (answer.status !== 200) return undefined;
    const xml = asDeployer(answer).body.toString('utf8');
    const arn = xmlValue(xml, 'Arn');
    const account = xmlValue(xml, 'Account');
    const userId = xmlValue(xml, 'UserId');
    return arn === undefined || account === undefined || userId === undefined
      ? undefined
      : { arn, account, userId };
  }

  async entryPrincipals(clusterName: string): Promise<readonly string[]> {
    const list = await orMissing(
      this.client.eks<{ accessEntries: string[] }>('GET', `/clusters/${clusterName}/access-entries`),
    );
    return list?.accessEntries ?? [];
  }

  async entry(clusterName: string, principalArn: string): Promise<AccessEntry | undefined> {
    const path = `/clusters/${clusterName}/access-entries/${encodeURIComponent(principalArn)}`;
    const [entry, policies] = await Promise.all([
      orMissing(this.client.eks<{ accessEntry: EksAccessEntry }>('GET', path)),
      orMissing(
        this.client.eks<{ associatedAccessPolicies: AssociatedAccessPolicy[] }>(
          'GET',
          `${path}/access-policies`,
        ),
      ),
    ]);
    if (entry === undefined) return undefined;
    return {
      principalArn,
      username: entry.accessEntry.username ?? '',
      kubernetesGroups: entry.accessEntry.kubernetesGroups ?? [],
      policies: (policies?.associatedAccessPolicies ?? []).map((policy) => ({
        policyArn: policy.policyArn ?? '',
        scope: policy.accessScope?.type ?? 'cluster',
        namespaces: policy.accessScope?.namespaces ?? [],
      })),
    };
  }
}

async function orMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AwsError && error.status === 404) return undefined;
    throw error;
  }
}
