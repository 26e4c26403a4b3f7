import { ConfigurationError } from '../../validation/errors';
import { parseVersion } from '../../validation/version';
import { describeFlux, fluxVersion, kubernetesFor, runsOn } from '../flux-releases';
import type { FluxFleet } from '../variables';

export interface CheckedRelease {
  /** The manifest of the FluxInstance, as messages name it. */
  readonly file: string;
  readonly distribution: { readonly version: string; readonly variant?: string | undefined };
  /** The version of the operator's chart. */
  readonly operator: string;
}

/**
 * Checks that upstream supports Flux on the fleet's version of Kubernetes. The enterprise distributions and releases that are not
 * known have ranges of their own.
 *
 * @throws ConfigurationError if it does not
 */
export function checkKubernetes({ file, distribution, operator }: CheckedRelease, fleet: FluxFleet): void {
  const flux = fluxVersion(distribution.version, parseVersion(operator.replace(/-.*$/, '')));
  const { kubernetesVersion } = fleet.cluster;
  const isUpstream = distribution.variant?.startsWith('enterprise') !== true;
  if (!isUpstream || runsOn(flux, kubernetesVersion) !== false) return;
  const { oldest, newest } = kubernetesFor(flux)!;
  throw new ConfigurationError([
    {
      file,
      path: 'spec.distribution.version',
      given: JSON.stringify(distribution.version),
      problem:
        `is Flux ${describeFlux(flux)}, which upstream does not support on Kubernetes ${kubernetesVersion}, ` +
        `cluster.kubernetesVersion of fleet/${fleet.environment}.yaml`,
      allowed: `Kubernetes ${oldest} to ${newest} with this release (https://github.com/fluxcd/flux2/releases)`,
      remedy: 'Upgrade the one that is behind first.',
    },
  ]);
}
