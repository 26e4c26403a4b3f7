import { fluxSecrets } from '../../../lib/flux/flux-secrets';
import { notificationKinds } from '../../../lib/flux/settings/notifications';
import type { FluxSettings } from '../../../lib/flux/settings/settings';
import { knownVariables } from '../../../lib/flux/variables';
import { fixture, parseDev } from '../fleet/fixtures';

const fluxOf = (name: string) => parseDev(fixture('valid', name)).flux;
const flux = (sync: string) =>
  parseDev(fixture('valid', 'minimal.yaml').replace(/flux:[\s\S]*$/, `flux:\n  sync: ${sync}\n`)).flux;
const automated = (sync: string) =>
  `{ url: https://git.example.com/fleet.git, auth: { kind: token }, ${sync} }\n` +
  '  imageAutomation: { auth: { kind: token }, signingKey: alice.pub }';
const variablesOf = (settings: FluxSettings) =>
  knownVariables({ ...parseDev(fixture('valid', 'minimal.yaml')), flux: settings });
const token = flux('{ url: https://git.example.com/fleet.git, auth: { kind: token, username: flux } }');

/** Name, public keys, and secret key with its variable, of each Secret. */
function described(config: ReturnType<typeof fluxOf>): unknown[] {
  return fluxSecrets(config).map(({ name, plain, secret }) => [
    name,
    Object.keys(plain),
    secret === undefined ? undefined : `${secret.key} of TF_VAR_${secret.variable}`,
  ]);
}

test.each([
  ['a public repository', flux('{ url: https://git.example.com/fleet.git }'), []],
  [
    'a public repository of a private authority',
    flux('{ url: https://git.example.com/fleet.git, caFile: ca.pem }'),
    [['flux-git', ['ca.crt'], undefined]],
  ],
  ['a token', token, [['flux-git', ['username'], 'password of TF_VAR_flux_git_token']]],
  [
    'a GitHub App, a private authority and an age key',
    fluxOf('sync-github-app.yaml'),
    [
      [
        'flux-git',
        ['githubAppID', 'githubAppInstallationID', 'githubAppBaseURL', 'ca.crt'],
        'githubAppPrivateKey of TF_VAR_flux_github_app_key',
      ],
      ['sops-age', [], 'fleet.agekey of TF_VAR_flux_age_key'],
    ],
  ],
  [
    'a deploy key',
    fluxOf('sync-gitlab-ssh.yaml'),
    [['flux-git', ['known_hosts'], 'identity of TF_VAR_flux_git_ssh_key']],
  ],
  [
    'notifications of every kind',
    { ...flux('{ url: https://git.example.com/fleet.git }'), notifications: [...notificationKinds] },
    [
      ['flux-chat', [], 'address of TF_VAR_flux_chat_url'],
      ['flux-commit-status', [], 'token of TF_VAR_flux_commit_status_token'],
      ['flux-receiver', [], 'token of TF_VAR_flux_receiver_token'],
    ],
  ],
  [
    'image automation and verified commits',
    flux(automated('verify: { publicKeys: [alice.pub, openpgp.asc] }')),
    [
      ['flux-git', ['username'], 'password of TF_VAR_flux_git_token'],
      ['flux-git-write', ['username'], 'password of TF_VAR_flux_git_write_token'],
      ['flux-git-signing', [], 'identity of TF_VAR_flux_git_signing_key'],
      ['flux-git-verify', ['key-1.sshpub', 'key-2.asc', 'key-3.asc', 'key-4.sshpub'], undefined],
    ],
  ],
  ['a verified OCI artifact', fluxOf('sync-oci.yaml'), [['flux-cosign', ['key-1.pub'], undefined]]],
])('%s needs these Secrets', (_, config, secrets) => {
  expect(described(config)).toEqual(secrets);
});

test.each([
  ['token', token, 'https://git.example.com/fleet.git', 'generic', 'flux-git'],
  [
    'GitHub App',
    fluxOf('sync-github-app.yaml'),
    'https://github.example.com/example/fleet.git',
    'github',
    'flux-git',
  ],
  [
    'deploy key',
    fluxOf('sync-gitlab-ssh.yaml'),
    'ssh://git@git.example.com:2222/platform/clusters/fleet.git',
    'generic',
    'flux-git',
  ],
  [
    "somebody else's Secret",
    flux('{ url: https://git.example.com/fleet.git, pullSecret: elsewhere }'),
    'https://git.example.com/fleet.git',
    'generic',
    'elsewhere',
  ],
  [
    'no Secret',
    flux('{ provider: github, owner: a, repository: b }'),
    'https://github.com/a/b.git',
    'generic',
    '',
  ],
])('%s: the FluxInstance gets URL, provider and Secret', (_, config, url, provider, secret) => {
  expect(variablesOf(config)).toMatchObject({
    SYNC_URL: url,
    SYNC_PROVIDER: provider,
    SYNC_PULL_SECRET: secret,
  });
});

test('an artifact of ECR is read by its tag with the role of the source-controller', () => {
  expect(variablesOf(fluxOf('sync-oci.yaml'))).toMatchObject({
    SYNC_KIND: 'OCIRepository',
    SYNC_REF: 'stable',
    SYNC_PROVIDER: 'aws',
    SYNC_PULL_SECRET: '',
  });
});

test.each([
  ['{ kind: github-app, appId: "1", installationId: "2" }', 'github'],
  ['{ kind: token }', 'generic'],
])('image automation writes with %s, which has the provider %s', (auth, provider) => {
  const settings = flux(
    `{ provider: github, owner: a, repository: b }\n  imageAutomation: { auth: ${auth}, signingKey: alice.pub }`,
  );
  expect(variablesOf(settings)).toMatchObject({ SYNC_PROVIDER: 'generic', SYNC_WRITE_PROVIDER: provider });
});
