import type { FluxSecret } from '../../lib/flux/flux-secret';
import { fluxSecrets } from '../../lib/flux/flux-secrets';
import { fluxNamespace } from '../../lib/flux/namespace';
import { secretRevision, secretRevisions } from '../../lib/flux/secret-revisions';
import type { FleetConfig } from '../../lib/fleet/schema';
import type { FluxCluster } from '../cluster/flux-cluster';
import type { StackState } from './stack-state';

/** A write-only Secret of Flux whose content is not what was deployed. */
export interface DriftedSecret {
  readonly name: string;
  /** The resource's address in the stack. */
  readonly address: string;
  /**
   * What brings the content back: the same plan, that plan with `-replace` for the address, because Terraform sends a write-only
   * content only when its revision changes, or nothing until an environment variable is set.
   */
  readonly repair: 'plan' | 'replace' | { readonly variable: string };
}

export interface DriftedSecretsProps {
  readonly fleet: FleetConfig;
  /** Of the stack flux-instance. */
  readonly state: StackState;
  readonly cluster: Pick<FluxCluster, 'core' | 'found'>;
  /** @default - the environment's */
  readonly variable?: (name: string) => string | undefined;
}

/**
 * Finds the Secrets that somebody changed in the cluster. No state has their content, but its revision is a fingerprint of it:
 * that of the content in the cluster must be the same. A Secret that is gone is seen by Terraform itself.
 */
export async function driftedSecrets(props: DriftedSecretsProps): Promise<readonly DriftedSecret[]> {
  const { fleet, state, variable = (name) => process.env[name] } = props;
  const planned = secretRevisions(fleet, variable);
  const found = await Promise.all(
    fluxSecrets(fleet.flux).map(async (content): Promise<readonly DriftedSecret[]> => {
      const { name, secret } = content;
      const address = `kubernetes_secret_v1.${name.replaceAll('-', '_')}`;
      const deployed = state.resources.find((resource) => resource.address === address)?.attributes
        .data_wo_revision;
      if (typeof deployed !== 'number') return [];
      const inCluster = await revisionInCluster(props, content);
      if (inCluster === undefined || inCluster === deployed) return [];
      const next = planned[name];
      if (next === undefined) return [{ name, address, repair: { variable: `TF_VAR_${secret?.variable}` } }];
      return [{ name, address, repair: next === deployed ? 'replace' : 'plan' }];
    }),
  );
  return found.flat();
}

/** The revision that what a Secret holds now would have; undefined if there is no Secret. */
async function revisionInCluster(
  { cluster, fleet }: DriftedSecretsProps,
  { name, secret }: FluxSecret,
): Promise<number | undefined> {
  const object = await cluster.found(cluster.core.readNamespacedSecret({ name, namespace: fluxNamespace }));
  if (object === undefined) return undefined;
  const texts = Object.entries(object.data ?? {}).map(([key, value]): [string, string] => [
    key,
    Buffer.from(value, 'base64').toString(),
  ]);
  const plain = Object.fromEntries(texts.filter(([key]) => key !== secret?.key));
  const value = texts.find(([key]) => key === secret?.key)?.[1] ?? '';
  return secretRevision(fleet.environment, { name, plain, ...(secret && { secret }) }, value);
}
