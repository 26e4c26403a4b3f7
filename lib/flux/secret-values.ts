import type { Problem } from '../validation/errors';
import { fluxSecrets, gitSecretName, gitWriteSecretName } from './flux-secrets';
import { signingKey } from './git-credentials-secret';
import { sshBlob } from './settings/signing-keys';
import type { FluxFleet } from './variables';

/**
 * What is wrong with the secrets in the environment that Terraform can't see, since it takes each by itself.
 *
 * @param variable gives the value of an environment variable, undefined or empty when it is not set
 */
export function secretValueProblems(
  { environment, flux }: Pick<FluxFleet, 'environment' | 'flux'>,
  variable: (name: string) => string | undefined,
): readonly Problem[] {
  const { imageAutomation } = flux;
  if (imageAutomation === undefined) return [];
  const file = `fleet/${environment}.yaml`;
  const problems: Problem[] = [];

  const privateKey = variable(`TF_VAR_${signingKey.variable}`);
  if (privateKey && !isPair(privateKey, imageAutomation.signingKey.text))
    problems.push({
      file,
      path: 'flux.imageAutomation.signingKey',
      problem: `is not the public half of the key in TF_VAR_${signingKey.variable}`,
      allowed: 'both halves of one key pair',
      remedy: 'Set the variable to the private half, or name the file with its public half.',
    });

  const [read, write] = [gitSecretName, gitWriteSecretName].map((wanted) => {
    const secret = fluxSecrets(flux).find(({ name }) => name === wanted)?.secret;
    const name = `TF_VAR_${secret?.variable}`;
    return { name, value: secret && variable(name)?.trim() };
  });
  if (read?.value && read.value === write?.value)
    problems.push({
      file,
      path: 'flux.imageAutomation.auth',
      problem: `has the same secret in ${write.name} as flux.sync.auth in ${read.name}, which could then write too`,
      allowed: 'credentials that may write, beside those that may only read',
      remedy: `Make credentials of their own for ${write.name}.`,
    });
  return problems;
}

/** OpenSSH keeps the public half of a key in the private one, without encryption. */
function isPair(privateKey: string, publicKey: string): boolean {
  const body = privateKey.replace(/-----(BEGIN|END) [A-Z ]+-----/g, '');
  return Buffer.from(body, 'base64').includes(sshBlob(publicKey));
}
