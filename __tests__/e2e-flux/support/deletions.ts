import { execa, type ResultPromise } from 'execa';
import { shellEnvironment } from '../../e2e/support/sandbox-shell';
import { kubeconfig } from './cluster';

/** Watches objects of a kind in all namespaces, and keeps the names of those that are deleted, first to last. */
export class Deletions {
  private readonly watch: ResultPromise;
  private output = '';

  /** @param kind as kubectl takes it, for example `deployments` */
  constructor(kind: string) {
    const columns = '{.type} {.object.metadata.name}{"\\n"}';
    const options = ['--all-namespaces', '--watch', '--output-watch-events', `--output=jsonpath=${columns}`];
    this.watch = execa('kubectl', ['get', kind, ...options], {
      env: { ...shellEnvironment(), KUBECONFIG: kubeconfig },
      extendEnv: false,
      buffer: false,
      reject: false,
    });
    this.watch.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  get names(): string[] {
    return [...this.output.matchAll(/^DELETED (\S+)$/gm)].map(([, name = '']) => name);
  }

  async stop(): Promise<void> {
    this.watch.kill();
    await this.watch;
  }
}
