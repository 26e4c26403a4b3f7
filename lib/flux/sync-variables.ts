import { fluxSecrets, gitSecretName } from './flux-secrets';
import { repositoryUrl } from './settings/repository-url';
import type { FluxSettings } from './settings/settings';

/** The URL of the repository that Flux reconciles. */
export function syncUrl(sync: FluxSettings['sync']): string {
  const url = sync.kind === 'git' ? repositoryUrl(sync) : sync.url;
  if (url === undefined) throw new Error('flux.sync has no address, which its schema refuses');
  return url;
}

/**
 * What `flux.sync` puts into the placeholders of the FluxInstance's `spec.sync`
 * (https://fluxoperator.dev/docs/crd/fluxinstance/#sync-configuration).
 */
export function syncVariables(flux: FluxSettings) {
  const { sync } = flux;
  const madeHere = fluxSecrets(flux).some(({ name }) => name === gitSecretName);
  return {
    SYNC_KIND: sync.kind === 'git' ? 'GitRepository' : 'OCIRepository',
    SYNC_URL: syncUrl(sync),
    SYNC_REF: sync.kind === 'git' ? `refs/heads/${sync.branch}` : sync.tag,
    SYNC_PATH: sync.path,
    SYNC_INTERVAL: sync.interval,
    SYNC_PROVIDER: provider(sync),
    SYNC_PULL_SECRET: sync.pullSecret ?? (madeHere ? gitSecretName : ''),
  };
}

function provider(sync: FluxSettings['sync']): string {
  if (sync.kind === 'oci') return sync.provider;
  return sync.auth.kind === 'github-app' ? 'github' : 'generic';
}
