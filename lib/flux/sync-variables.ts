import { fluxSecrets, gitSecretName } from './flux-secrets';
import { repositoryUrl } from './settings/repository-url';
import type { FluxSettings } from './settings/settings';

/** The URL of the repository that Flux reconciles. */
export function syncUrl(sync: FluxSettings['sync']): string {
  const url = sync.kind === 'git' ? repositoryUrl(sync) : sync.url;
  if (url === undefined) throw new Error('flux.sync has no address, which its schema refuses');
  return url;
}

/** How Flux logs in to the server of its repository. */
export function syncProvider(sync: FluxSettings['sync']): string {
  return sync.kind === 'oci' ? sync.provider : gitProvider(sync.auth);
}

/** The provider of a GitRepository with some credentials. */
export function gitProvider(auth?: { readonly kind: string }): string {
  return auth?.kind === 'github-app' ? 'github' : 'generic';
}

/** The Secret with Flux's credentials for its repository; empty where there is none. */
export function syncPullSecret(flux: FluxSettings): string {
  const isMadeHere = fluxSecrets(flux).some(({ name }) => name === gitSecretName);
  return flux.sync.pullSecret ?? (isMadeHere ? gitSecretName : '');
}
