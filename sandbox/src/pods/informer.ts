import { ListWatch, Watch, type KubernetesListObject, type KubernetesObject } from '@kubernetes/client-node';
import type { ClusterApi } from './cluster-api.js';

const restartMilliseconds = 1000;

export interface InformerProps<T extends KubernetesObject> {
  readonly cluster: ClusterApi;
  /** Path of the collection, such as /api/v1/pods. */
  readonly path: string;
  readonly list: () => Promise<KubernetesListObject<T>>;
  /** @default all objects */
  readonly fieldSelector?: string;
  readonly onObject: (object: T) => void;
  readonly onGone: (object: T) => void;
}

/** A watched collection that resumes by itself after errors and restarts of the API server. */
export class Informer<T extends KubernetesObject> {
  private readonly watch: ListWatch<T>;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(props: InformerProps<T>) {
    this.watch = new ListWatch<T>(
      props.path,
      new Watch(props.cluster.kubeConfig),
      props.list,
      false,
      undefined,
      props.fieldSelector,
    );
    this.watch.on('add', props.onObject);
    this.watch.on('update', props.onObject);
    this.watch.on('delete', props.onGone);
    this.watch.on('error', () => this.restartSoon());
  }

  /** Resolves after the first list; the watch continues from there. */
  async start(): Promise<void> {
    this.stopped = false;
    await this.watch.start();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.watch.stop();
  }

  objects(): readonly T[] {
    return this.watch.list();
  }

  private restartSoon(): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (!this.stopped) this.watch.start().catch(() => this.restartSoon());
    }, restartMilliseconds);
  }
}
