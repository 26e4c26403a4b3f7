import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { CustomObjectsApi, type CoreV1Api, type KubernetesObject } from '@kubernetes/client-node';
import { messageOf } from '../../../ops/message-of.js';
import { connect, namespaceReferences, unlessMissing } from '../pods/cluster-api.js';
import type { Service } from '../service.js';
import type { GitServer } from './git-server.js';

export interface PushWebhookProps {
  readonly git: GitServer;
  readonly clusterName: string;
  /** Kubeconfig file of the cluster's administrator. */
  readonly kubeconfig: string;
  /** The HTTP proxy through which the cluster's Services are reached. */
  readonly httpProxy: () => string;
}

interface Receiver extends KubernetesObject {
  readonly spec: { readonly type: string; readonly secretRef: { readonly name: string } };
  readonly status?: { readonly webhookPath?: string };
}

/**
 * The webhook that a user sets up at a Git host, for pushes: it calls the Receivers of type `github` in a cluster, signed with
 * their secret (https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries).
 */
export class PushWebhook implements Service {
  readonly name: string;
  private stopListening: () => void = () => undefined;

  constructor(private readonly props: PushWebhookProps) {
    this.name = `webhook of ${props.clusterName}`;
  }

  async start(): Promise<void> {
    this.stopListening = this.props.git.onPush((revision) => void this.deliver(revision));
    await Promise.resolve();
  }

  async stop(): Promise<void> {
    this.stopListening();
    await Promise.resolve();
  }

  private async deliver(revision: string): Promise<void> {
    try {
      const { core, kubeConfig } = connect(this.props.kubeconfig);
      const receivers = await listReceivers(kubeConfig.makeApiClient(CustomObjectsApi));
      const body = JSON.stringify({ ref: 'refs/heads/main', after: revision });
      await Promise.all(receivers.map(async (receiver) => await this.call(receiver, core, body)));
    } catch (error) {
      console.log(`${this.name}: ${messageOf(error)}`);
    }
  }

  private async call(receiver: Receiver, core: CoreV1Api, body: string): Promise<void> {
    const { namespace = '' } = receiver.metadata ?? {};
    const secret = await namespaceReferences(core, namespace).secret(receiver.spec.secretRef.name);
    const signature = createHmac('sha256', secret?.token ?? '')
      .update(body)
      .digest('hex');
    const url = `http://webhook-receiver.${namespace}${receiver.status?.webhookPath}`;
    const status = await postThrough(this.props.httpProxy(), url, body, {
      'X-GitHub-Event': 'push',
      'X-Hub-Signature-256': `sha256=${signature}`,
    });
    console.log(`${this.name}: Receiver ${namespace}/${receiver.metadata?.name} answered ${status}`);
  }
}

async function listReceivers(api: CustomObjectsApi): Promise<readonly Receiver[]> {
  const kind = { group: 'notification.toolkit.fluxcd.io', version: 'v1', plural: 'receivers' };
  const { items } = ((await unlessMissing(api.listCustomObjectForAllNamespaces(kind))) ?? { items: [] }) as {
    items: Receiver[];
  };
  return items.filter(({ spec, status }) => spec.type === 'github' && status?.webhookPath !== undefined);
}

async function postThrough(
  proxy: string,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const { hostname, port } = new URL(proxy);
  return await new Promise((resolve, reject) => {
    const request = httpRequest({
      hostname,
      port,
      method: 'POST',
      path: url,
      headers: { ...headers, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
    });
    request.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
    request.end(body);
  });
}
