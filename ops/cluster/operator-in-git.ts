import type { FluxCluster, FluxObject } from './flux-cluster';
import type { ObjectReference } from './object-reference';

/** The name of the operator's release, HelmRelease and source. */
const operatorName = 'flux-operator';

/** The objects through which Flux runs the operator's release while Git owns it. */
export class OperatorInGit {
  private readonly release: ObjectReference;
  private readonly source: ObjectReference;

  constructor(
    private readonly cluster: FluxCluster,
    namespace: string,
  ) {
    const named = { namespace, name: operatorName };
    this.release = { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', ...named };
    this.source = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'OCIRepository', ...named };
  }

  /** Those that exist in the cluster. */
  async objects(): Promise<readonly FluxObject[]> {
    const objects = await Promise.all(
      [this.release, this.source].map((reference) => this.cluster.read(reference)),
    );
    return objects.filter((object) => object !== undefined);
  }

  /** The path in Git from which a Kustomization still applies one of them; undefined if none does. */
  async appliedFrom(): Promise<string | undefined> {
    for (const { kind, metadata } of await this.objects()) {
      const name = metadata.labels?.['kustomize.toolkit.fluxcd.io/name'];
      const namespace = metadata.labels?.['kustomize.toolkit.fluxcd.io/namespace'];
      if (name === undefined || namespace === undefined) continue;
      const apiVersion = 'kustomize.toolkit.fluxcd.io/v1';
      const applier = await this.cluster.read({ apiVersion, kind: 'Kustomization', namespace, name });
      const entries = applier?.status?.inventory?.entries ?? [];
      const isEntry = ({ id }: { readonly id: string }) =>
        id.startsWith(`${metadata.namespace}_${operatorName}_`) && id.endsWith(`_${kind}`);
      if (entries.some(isEntry)) return applier?.spec?.path ?? name;
    }
    return undefined;
  }

  /** Deletes them without uninstalling the operator: Flux leaves the Helm release of a suspended HelmRelease alone. */
  async delete(): Promise<void> {
    await this.cluster.merge(this.release, { spec: { suspend: true } });
    for (const reference of [this.release, this.source]) await this.cluster.remove(reference);
  }
}
