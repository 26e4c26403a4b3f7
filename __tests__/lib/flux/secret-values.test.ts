import { secretValueProblems } from '../../../lib/flux/secret-values';
import { SshKey } from '../../support/ssh-key';
import { fixture } from '../fleet/fixtures';
import { parseFleet } from '../../../lib/fleet/parse';

const key = new SshKey();
const text = fixture('valid', 'minimal.yaml').replace(
  /flux:[\s\S]*$/,
  `flux:
  sync: { url: https://git.example.com/fleet.git, auth: { kind: token } }
  imageAutomation: { auth: { kind: token }, signingKey: key.pub }
`,
);
const fleet = parseFleet({
  file: 'fleet/dev.yaml',
  environment: 'dev',
  text,
  env: {},
  checkedInText: () => `# of image automation\n${key.publicLine}`,
});

function problems(environment: Readonly<Record<string, string>>): string[] {
  return secretValueProblems(fleet, (name) => environment[name]).map(
    ({ path, problem }) => `${path} ${problem}`,
  );
}

test.each([
  ['the private half of the signing key', { TF_VAR_flux_git_signing_key: key.privateKey }],
  ['a token each', { TF_VAR_flux_git_token: 'one', TF_VAR_flux_git_write_token: 'two' }],
  ['a token to write with alone', { TF_VAR_flux_git_write_token: 'two' }],
  ['nothing', {}],
])('%s is accepted', (_, environment) => {
  expect(problems(environment)).toEqual([]);
});

test('the private half of another key is refused, since the source would refuse its commits', () => {
  expect(problems({ TF_VAR_flux_git_signing_key: new SshKey().privateKey })).toEqual([
    'flux.imageAutomation.signingKey is not the public half of the key in TF_VAR_flux_git_signing_key',
  ]);
});

test('the token that reads is refused as the one that writes', () => {
  expect(problems({ TF_VAR_flux_git_token: 'one', TF_VAR_flux_git_write_token: 'one\n' })).toEqual([
    'flux.imageAutomation.auth has the same secret in TF_VAR_flux_git_write_token as flux.sync.auth in ' +
      'TF_VAR_flux_git_token, which could then write too',
  ]);
});
