import { terraformOutputs } from '../../lib/flux/terraform-outputs-data';
import type { FluxCluster, FluxObject } from './flux-cluster';
import type { Readiness } from './readiness';
import type { ReconcileRequests } from './reconcile-requests';

/** Tells whether objects that are Ready are so with what there is now: the source's newest revision, and today's variables. */
export class SyncFreshness {
  constructor(
    private readonly cluster: FluxCluster,
    private readonly namespace: string,
    private readonly requests: ReconcileRequests,
  ) {}

  /** Whether a source has looked for a newer revision since the wait began. */
  async ofSource(readiness: Readiness, source: FluxObject | undefined): Promise<Readiness> {
    if (source === undefined || !readiness.ready) return readiness;
    if (source.spec?.suspend === true) return notYet(readiness, suspended(readiness));
    return (await this.requests.isHandled(source, this.requests.now))
      ? readiness
      : notYet(readiness, 'looks for a newer revision');
  }

  /** Whether a Kustomization applied the revision that its source has. */
  async ofKustomization(
    readiness: Readiness,
    kustomization: FluxObject | undefined,
    source: FluxObject | undefined,
  ): Promise<Readiness> {
    if (kustomization === undefined) return readiness;
    if (kustomization.spec?.suspend === true) return notYet(readiness, suspended(readiness));
    const revision = source?.status?.artifact?.revision;
    const applied = kustomization.status?.lastAppliedRevision;
    if (!readiness.ready || revision === undefined || applied === revision) return readiness;
    // Flux itself doesn't when a dependency cycle keeps it from sorting what it would reconcile.
    await this.requests.isHandled(kustomization, this.requests.now);
    return notYet(readiness, `applied ${applied ?? 'nothing'}, and its source has ${revision}`);
  }

  /**
   * The Kustomizations and HelmReleases that have not been reconciled with today's variables. It does not matter whether they
   * are Ready.
   */
  async withOldVariables(objects: readonly FluxObject[]): Promise<ReadonlySet<FluxObject>> {
    const variables = await this.cluster.read({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: this.namespace,
      name: terraformOutputs,
    });
    const version = variables?.metadata.resourceVersion;
    if (version === undefined) return new Set();
    const users = objects.filter((object) => object.spec?.suspend !== true && this.usesVariables(object));
    const isNew = await Promise.all(
      users.map((object) => this.requests.isHandled(object, `${terraformOutputs}@${version}`)),
    );
    return new Set(users.filter((_, index) => isNew[index] !== true));
  }

  private usesVariables({ metadata, spec }: FluxObject): boolean {
    const references = [...(spec?.postBuild?.substituteFrom ?? []), ...(spec?.valuesFrom ?? [])];
    return (
      metadata.namespace === this.namespace &&
      references.some(({ kind, name }) => kind === 'ConfigMap' && name === terraformOutputs)
    );
  }
}

function notYet(readiness: Readiness, detail: string): Readiness {
  return { ...readiness, ready: false, detail };
}

function suspended({ kind, namespace = '', name }: Readiness): string {
  return `is suspended. To resume it: kubectl patch ${kind.toLowerCase()} ${name} -n ${namespace} --type=merge -p '{"spec":{"suspend":false}}'`;
}
