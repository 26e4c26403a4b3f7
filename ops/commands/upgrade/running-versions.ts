import type { FluxCluster } from '../../cluster/flux-cluster';
import { FluxObjects, operatorName } from '../../cluster/flux-objects';
import type { Versions } from './rules';
import { parseVersion, type Version } from '../../../lib/validation/version';

/** What a cluster runs: the operator's version from its image, Flux's from what the operator last applied. */
export async function runningVersions(cluster: FluxCluster, namespace: string): Promise<Partial<Versions>> {
  const deployment = await cluster.deployment(namespace, operatorName);
  const image = deployment?.spec?.template.spec?.containers[0]?.image;
  const instance = await new FluxObjects(cluster, namespace).instance();
  return {
    operator: versionIn(image?.split('@')[0]?.split(':').at(-1)),
    flux: versionIn(instance?.status?.lastAppliedRevision?.split('@')[0]),
  };
}

function versionIn(text: string | undefined): Version | undefined {
  try {
    return text === undefined ? undefined : parseVersion(text);
  } catch {
    return undefined;
  }
}
