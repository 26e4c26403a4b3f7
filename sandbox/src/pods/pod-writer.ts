import { setTimeout as delay } from 'node:timers/promises';
import {
  PatchStrategy,
  setHeaderOptions,
  type CoreV1Api,
  type V1Pod,
  type V1PodStatus,
} from '@kubernetes/client-node';
import { statusCode } from './cluster-api.js';

const retryMilliseconds = 1000;

/**
 * Writes what a kubelet writes about one pod: its status, events, and its removal. Writes are repeated while the API
 * server does not answer; of several statuses in a row only the newest is written.
 */
export class PodWriter {
  private newest: V1PodStatus | undefined;
  private writing: Promise<void> | undefined;
  private readonly closed = new AbortController();

  constructor(
    private readonly core: CoreV1Api,
    private readonly pod: V1Pod,
  ) {}

  private get identity(): { name: string; namespace: string; uid: string } {
    const { name = '', namespace = '', uid = '' } = this.pod.metadata ?? {};
    return { name, namespace, uid };
  }

  status(status: V1PodStatus): void {
    this.newest = status;
    this.writing ??= this.drain().finally(() => {
      this.writing = undefined;
    });
  }

  /** Resolves when the newest status is written or the writer is closed. */
  async settled(): Promise<void> {
    await this.writing;
  }

  /** Drops what is not written yet. */
  close(): void {
    this.closed.abort();
  }

  /** Removes the pod object at once, as a kubelet does when its containers have ended. */
  async remove(): Promise<void> {
    const { name, namespace, uid } = this.identity;
    await this.repeat(async () => {
      await this.core.deleteNamespacedPod({
        name,
        namespace,
        body: { gracePeriodSeconds: 0, preconditions: { uid } },
      });
    });
  }

  /** Tells of something in an event; a lost event is no failure. */
  async event(type: 'Normal' | 'Warning', reason: string, message: string, container: string): Promise<void> {
    const { name, namespace, uid } = this.identity;
    const now = new Date();
    try {
      await this.core.createNamespacedEvent({
        namespace,
        body: {
          metadata: { generateName: `${name.slice(0, 200)}.`, namespace },
          involvedObject: {
            apiVersion: 'v1',
            kind: 'Pod',
            name,
            namespace,
            uid,
            fieldPath: `spec.containers{${container}}`,
          },
          type,
          reason,
          message: message.slice(0, 1024),
          source: { component: 'sandbox-pod-runner', host: this.pod.spec?.nodeName },
          firstTimestamp: now,
          lastTimestamp: now,
          count: 1,
        },
      });
    } catch {
      return;
    }
  }

  private async drain(): Promise<void> {
    while (this.newest !== undefined && !this.closed.signal.aborted) {
      const status = this.newest;
      this.newest = undefined;
      const { name, namespace, uid } = this.identity;
      await this.repeat(async () => {
        await this.core.patchNamespacedPodStatus(
          { name, namespace, body: { metadata: { uid }, status } },
          setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
        );
      });
    }
  }

  private async repeat(call: () => Promise<void>): Promise<void> {
    while (!this.closed.signal.aborted) {
      try {
        await call();
        return;
      } catch (error) {
        const code = statusCode(error);
        const isGone = code === 404 || code === 409 || code === 422;
        if (isGone) return;
        await delay(retryMilliseconds, undefined, { signal: this.closed.signal }).catch(() => undefined);
      }
    }
  }
}
