import { fluxNamespace } from '../../../lib/flux/namespace';
import type { FluxSecret } from '../../../lib/flux/flux-secret';
import { fluxSecrets } from '../../../lib/flux/flux-secrets';
import { WriteOnlySecret, type WriteOnlySecretProps } from '../../../lib/flux/write-only-secret';
import { synthConstructs } from '../../support/construct';
import { only, type StackJson } from '../../support/synth';
import { fixture, parseDev } from '../fleet/fixtures';

const [git] = fluxSecrets(parseDev(fixture('valid', 'sync-github-app.yaml')).flux) as [FluxSecret];

function secret(props: Partial<WriteOnlySecretProps>): StackJson {
  return synthConstructs((scope) => {
    new WriteOnlySecret(scope, 'secret', {
      namespace: fluxNamespace,
      content: git,
      revision: undefined,
      ...props,
    });
  });
}

test('everything in the Secret is write-only', () => {
  const { data_wo, data_wo_revision, data } = only(secret({ revision: 42 }), 'kubernetes_secret_v1');
  expect([Object.keys(data_wo as object), data_wo_revision, data]).toEqual([
    ['ca.crt', 'githubAppBaseURL', 'githubAppID', 'githubAppInstallationID', 'githubAppPrivateKey'],
    42,
    undefined,
  ]);
});

test('the secret value comes from an ephemeral variable that may be missing', () => {
  const { variable } = secret({ revision: 42 }) as unknown as { variable: object };
  expect(variable).toMatchObject({
    flux_github_app_key: { ephemeral: true, sensitive: true, default: null },
  });
});

test('without its value a Secret that exists is left as it is', () => {
  expect(only(secret({}), 'kubernetes_secret_v1').lifecycle).toEqual({
    ignore_changes: ['data_wo_revision'],
  });
});

test('without its value a deploy refuses to make the Secret, and names the variable', () => {
  const { lifecycle } = only(secret({ conditionsAt: 'plan' }), 'kubernetes_secret_v1');
  expect(lifecycle).toMatchObject({
    postcondition: [
      {
        error_message:
          'The Secret flux-git has to be made, but the private key of the GitHub App was not given. ' +
          'Set the environment variable TF_VAR_flux_github_app_key and deploy again.',
      },
    ],
  });
});

test('with its value there is nothing to refuse', () => {
  const { lifecycle } = only(secret({ revision: 2, conditionsAt: 'plan' }), 'kubernetes_secret_v1');
  expect(lifecycle).toBeUndefined();
});
