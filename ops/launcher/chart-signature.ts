import { spawnSync } from 'node:child_process';
import { loadFluxManifests } from '../../lib/fleet/load';
import type { FleetConfig } from '../../lib/fleet/schema';

interface Verification {
  readonly matchOIDCIdentity?: readonly { readonly issuer: string; readonly subject: string }[];
}

/**
 * How cosign ends when there is no signature, none that fits, or none with a certificate; otherwise it failed
 * (https://github.com/sigstore/cosign/blob/main/cmd/cosign/errors/exit_codes.go).
 */
const refusals = [10, 12, 13];

/**
 * Why the operator's chart must not be installed: nobody signed it whom `spec.verify` of its OCIRepository trusts. Helm can't check
 * such signatures, so cosign does, where it is installed.
 *
 * @param say is told when nobody checked
 */
export function chartRefusal(fleet: FleetConfig, say: (line: string) => void): string | undefined {
  const { spec } = loadFluxManifests(fleet).operator.source;
  const { verify } = spec as { readonly verify?: Verification };
  if (verify === undefined) return undefined;
  const chart = `${spec.url.replace('oci://', '')}:${spec.ref.tag}`;
  const [identity] = verify.matchOIDCIdentity ?? [];
  const notVerified = `The signature of ${chart} is not verified`;
  if (identity === undefined) {
    say(
      `${notVerified}: the key is in a Secret of the cluster, where Flux reads it once Git owns the operator.`,
    );
    return undefined;
  }
  const options = [
    '--certificate-oidc-issuer-regexp',
    identity.issuer,
    '--certificate-identity-regexp',
    identity.subject,
  ];
  const { status, error, stderr } = spawnSync('cosign', ['verify', ...options, chart], { encoding: 'utf8' });
  if (status === 0) return undefined;
  const reason = (error?.message ?? stderr).trim().split('\n').at(-1);
  if (status !== null && refusals.includes(status))
    return `cosign refuses the chart ${chart}: ${reason}. Allowed: a chart that ${identity.subject} signed, or what spec.verify of flux-operator.yaml says. Nothing was changed.`;
  const isMissing = error !== undefined && 'code' in error && error.code === 'ENOENT';
  say(`${notVerified}: ${isMissing ? 'cosign is not installed (https://docs.sigstore.dev/cosign)' : reason}`);
  return undefined;
}
