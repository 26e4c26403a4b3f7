import { createHash, scryptSync } from 'node:crypto';
import type { FluxSecret } from './flux-secret';
import { fluxSecrets } from './flux-secrets';
import type { FluxFleet } from './variables';

/** The revision of each of Flux's Secrets by its name; none for a Secret whose value is not in the environment. */
export type SecretRevisions = Readonly<Record<string, number>>;

/**
 * Fingerprints what Flux's Secrets are to hold, so that a plan shows that a secret changed and nothing else of it.
 *
 * @param variable gives the value of an environment variable, undefined or empty when it is not set
 */
export function secretRevisions(
  { environment, flux }: Pick<FluxFleet, 'environment' | 'flux'>,
  variable: (name: string) => string | undefined,
): SecretRevisions {
  const revisions = fluxSecrets(flux).flatMap((content): [string, number][] => {
    const { name, secret } = content;
    const value = secret === undefined ? '' : variable(`TF_VAR_${secret.variable}`);
    return value || secret === undefined ? [[name, secretRevision(environment, content, value ?? '')]] : [];
  });
  return Object.fromEntries(revisions);
}

/**
 * A number from 2 to 2^31: it says whether the content changed, and 31 bits of a slow, salted hash say nothing of what it
 * is. Where nothing is secret the hash is fast.
 */
export function secretRevision(fleet: string, { name, plain, secret }: FluxSecret, value: string): number {
  const content = JSON.stringify([Object.entries(plain).sort(), secret?.key, value]);
  const salt = `infra-fleet/${fleet}/${name}`;
  const hash =
    secret === undefined
      ? createHash('sha256').update(salt).update(content).digest()
      : scryptSync(content, salt, 4, { N: 2 ** 14, r: 8, p: 1 });
  return 2 + (hash.readUInt32BE() % (2 ** 31 - 2));
}
