import { everythingReady, kubectlJson, until } from './cluster';
import type { FleetClone } from './fleet-clone';

const release = 'gitops/applications/hello/helmrelease.yaml';

/** A change in Git that takes source-, kustomize- and helm-controller to arrive: a value of the HelmRelease `hello`. */
export class Convergence {
  private readonly original: string;
  private changes = 0;

  constructor(private readonly clone: FleetClone) {
    this.original = clone.read(release);
  }

  /** Pushes a change and waits until it is in the cluster and everything is Ready. */
  async prove(timeoutSeconds = 180): Promise<void> {
    this.changes += 1;
    const message = `change ${this.changes} of ${Date.now()}`;
    this.clone.write({ [release]: this.original.replace(/message: .*/, `message: ${message}`) });
    await this.clone.push();
    await until(`"${message}" to be in the cluster`, timeoutSeconds, async () => {
      const { data } = await kubectlJson<{ data: Record<string, string> }>([
        'get',
        'configmap',
        'hello',
        '--namespace=applications',
      ]);
      return data['index.html'] === message ? true : undefined;
    });
    await everythingReady(timeoutSeconds);
  }

  /** Pushes the content as it was before. */
  async revert(): Promise<void> {
    await this.clone.revert();
    await everythingReady(120);
  }
}
