import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  agePatches,
  canaryCheckout,
  removeCanaryFleet,
  withImages,
  writeCanaryFleet,
} from '../e2e/support/canary-fleet';
import { type } from '../e2e/support/sandbox-shell';
import { checkout } from '../support/synth';
import { SshKey } from '../support/ssh-key';
import { ageCanary, privateKeyCanary, sshKeyCanary, tokenCanary } from './support/canary';
import { secretInCluster, syncedAgain } from './support/in-cluster';
import { RecordedRun } from './support/recorded-run';
import { search } from './support/search';
import { ownSandbox } from './support/own-sandbox';
import { zip } from './support/zip';

/**
 * Secrets go in by every way that Flux has for them. In a sandbox, for real: plans, deploys, a rotation, deploys that fail.
 * Then every file that was written meanwhile is searched for them.
 */
const run = new RecordedRun();
const sandbox = ownSandbox();

const first = tokenCanary('the token');
const second = tokenCanary('the token after its rotation');
const refused = tokenCanary('a token that is refused');
const sshKey = sshKeyCanary('the SSH key');
const appKey = privateKeyCanary("the GitHub App's key", 'RSA PRIVATE KEY');
const ageKey = ageCanary('the age key');
const statusToken = tokenCanary('the token for statuses of commits');
const webhookSecret = tokenCanary('the secret of the webhook');
const writeToken = tokenCanary('the token with which image automation writes');
const signingPair = new SshKey();
const signingKey = sshKeyCanary('the key with which image automation signs', signingPair);
const planted = tokenCanary('a planted canary');

const byToken = { url: '${SANDBOX_PRIVATE_GIT_URL}', auth: { kind: 'token' } };
const tokens = join(checkout, '.sandbox/git/fleet.git.tokens');

const accept = (token: string): void =>
  appendFileSync(tokens, `${createHash('sha256').update(token).digest('hex')}\n`);

/** Keeps the plan of the last diff, which the next one overwrites. */
function keepPlan(name: string): void {
  cpSync(join(checkout, 'cdktf.out/stacks/flux-instance/plan'), join(run.folder, `${name}.plan`));
}

beforeAll(() => sandbox.up());

afterAll(() => {
  removeCanaryFleet();
  if (sandbox.wasRunning) type('cdktf deploy flux-instance');
  else sandbox.down();
  run.remove();
});

describe('a token', () => {
  beforeAll(() => {
    writeCanaryFleet({ sync: byToken });
    accept(first.secret);
  });

  test('a deploy that has to make the Secret without its value names the variable', () => {
    expect(run.failing('cdktf deploy flux-instance')).toMatch(/TF_VAR_flux_git_token/);
  });

  test('it is planned', () => {
    run.succeeding('cdktf diff flux-instance', { TF_VAR_flux_git_token: first.secret });
    keepPlan('token');
  });

  test('it is planned with everything that Terraform logs', () => {
    const logs = { TF_LOG: 'TRACE', TF_LOG_PATH: join(run.folder, 'terraform-trace') };
    run.succeeding('cdktf diff flux-instance', { ...logs, TF_VAR_flux_git_token: first.secret });
  });

  test('it is deployed, and the Secret in the cluster holds it', () => {
    run.succeeding('cdktf deploy flux-instance', { TF_VAR_flux_git_token: first.secret });
    expect(secretInCluster('flux-git', 'password')).toBe(first.secret);
  });

  test('Flux reads the private repository with it', async () => {
    await syncedAgain();
  });

  test('a later plan without it is empty', () => {
    expect(run.succeeding('cdktf diff flux-instance')).toContain('No changes.');
  });

  test('a value that can be no token is refused without being shown', () => {
    const output = run.failing('cdktf diff flux-instance', {
      TF_VAR_flux_git_token: `${refused.secret} two`,
    });
    expect(output).toContain('is not the token of the Git');
  });
});

describe('its rotation', () => {
  test('changes the revision and nothing else', () => {
    const plan = run.succeeding('cdktf diff flux-instance', { TF_VAR_flux_git_token: second.secret });
    keepPlan('rotation');
    expect([plan.match(/^\s*[~+-] \w+ +=.*$/gm)?.map((line) => line.trim().split(/ +/)[1]), plan]).toEqual([
      ['data_wo_revision'],
      expect.stringContaining('0 to add, 1 to change, 0 to destroy'),
    ]);
  });

  test('is deployed, and Flux goes on with the new token when the old one is revoked', async () => {
    accept(second.secret);
    run.succeeding('cdktf deploy flux-instance', { TF_VAR_flux_git_token: second.secret });
    writeFileSync(tokens, '');
    accept(second.secret);
    expect(secretInCluster('flux-git', 'password')).toBe(second.secret);
    await syncedAgain();
  });
});

describe('an age key', () => {
  beforeAll(() =>
    writeCanaryFleet({
      sync: byToken,
      flux: { decryption: { kind: 'age' } },
      patches: agePatches,
    }),
  );

  test('is deployed beside a token that is not given again, and the Secret in the cluster holds it', () => {
    // The sandbox's shell sets these two itself.
    const others = 'TF_VAR_flux_commit_status_token="$STATUS" TF_VAR_flux_receiver_token="$WEBHOOK"';
    run.succeeding(`${others} cdktf deploy flux-instance`, {
      TF_VAR_flux_age_key: ageKey.secret,
      STATUS: statusToken.secret,
      WEBHOOK: webhookSecret.secret,
    });
    expect(secretInCluster('flux-receiver', 'token')).toBe(webhookSecret.secret);
    expect(secretInCluster('sops-age', 'fleet.agekey')).toBe(ageKey.secret);
  });

  test('is what the kustomize-controller decrypts with', async () => {
    await syncedAgain();
  });
});

describe('image automation', () => {
  const publicKey = `${canaryCheckout}/image-automation.pub`;
  const imageAutomation = { auth: { kind: 'token' }, signingKey: publicKey };
  const secrets = {
    TF_VAR_flux_git_write_token: writeToken.secret,
    TF_VAR_flux_git_signing_key: signingKey.secret,
  };

  beforeAll(() => {
    writeCanaryFleet({ sync: byToken, flux: { imageAutomation }, spec: { components: withImages } });
    writeFileSync(join(checkout, publicKey), signingPair.publicLine);
  });

  test('its secrets are planned', () => {
    run.succeeding('cdktf diff flux-instance', secrets);
    keepPlan('image-automation');
  });

  test('its secrets are deployed, and the Secrets in the cluster hold them', () => {
    run.succeeding('cdktf deploy flux-instance', secrets);
    expect([
      secretInCluster('flux-git-write', 'password'),
      secretInCluster('flux-git-signing', 'identity'),
    ]).toEqual([writeToken.secret, signingKey.secret]);
  });

  test('a signing key that is not the one of the fleet file is refused without being shown', () => {
    const output = run.failing('cdktf diff flux-instance', { TF_VAR_flux_git_signing_key: sshKey.secret });
    expect(output).toContain('is not the public half');
  });
});

describe.each([
  {
    name: 'an SSH key',
    canary: sshKey,
    variable: 'TF_VAR_flux_git_ssh_key',
    key: 'identity',
    sync: {
      url: 'ssh://git@127.0.0.1:9/fleet.git',
      auth: { kind: 'ssh', knownHosts: '[127.0.0.1]:9 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6' },
    },
  },
  {
    name: "a GitHub App's key",
    canary: appKey,
    variable: 'TF_VAR_flux_github_app_key',
    key: 'githubAppPrivateKey',
    sync: {
      url: '${SANDBOX_PRIVATE_GIT_URL}',
      auth: { kind: 'github-app', appId: '1', installationId: '2', baseUrl: 'http://127.0.0.1:9' },
    },
  },
])('$name', ({ canary, variable, key, sync }) => {
  beforeAll(() => writeCanaryFleet({ sync, flux: { readyTimeout: '1m' } }));

  test('is planned', () => {
    run.succeeding('cdktf diff flux-instance', { [variable]: canary.secret });
    keepPlan(key);
  });

  test('is deployed to a server that does not answer: the deploy fails, the Secret holds it', () => {
    run.failing('cdktf deploy flux-instance', { [variable]: canary.secret });
    expect(secretInCluster('flux-git', key)).toBe(canary.secret);
  });
});

/** All that was written since the run began, but for the cluster's own database: a Secret is to be there. */
function finds(canary: typeof first): readonly string[] {
  const cache =
    process.env.INFRA_FLEET_CACHE ??
    join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'infra-fleet');
  const others = [join(checkout, 'node_modules'), join(checkout, '.git')];
  return search({
    canary,
    roots: [checkout, run.folder, tmpdir(), join(cache, 'logs')],
    writtenSince: run.began,
    except: (path) => others.includes(path) || /\/\.sandbox\/clusters\/[^/]+\/etcd$/.test(path),
  });
}

describe('the search finds', () => {
  const folder = join(run.folder, 'planted');
  const plain = Buffer.from(`before ${planted.text} after`);

  beforeAll(() => mkdirSync(folder));

  test.each([
    ['plain text', plain],
    ['JSON', Buffer.from(JSON.stringify({ token: planted.text }))],
    ['a URL', Buffer.from(`https://git:${encodeURIComponent(planted.text)}@example.invalid`)],
    ['Base64', Buffer.from(plain.toString('base64'))],
    ['Base64 one byte on', Buffer.from(Buffer.from(`1${planted.text}22`).toString('base64'))],
    ['Base64 two bytes on', Buffer.from(Buffer.from(`12${planted.text}1`).toString('base64'))],
    ['hexadecimal text', Buffer.from(plain.toString('hex'))],
    ['a gzip archive', gzipSync(plain)],
    ['a zip archive, as a plan is', zip(plain)],
    ['a zip archive of gzip archives', zip(gzipSync(plain))],
  ])('a canary in %s', (_, content) => {
    const file = join(folder, 'file');
    writeFileSync(file, content);
    expect(finds(planted).filter((found) => found.startsWith(file))).not.toEqual([]);
  });

  test('a canary in the output of a command', () => {
    run.command('echo "$PLANTED"', { PLANTED: planted.text });
    expect(finds(planted)).toContain(join(run.folder, 'output'));
  });

  test('the revisions in the state: the files that matter are searched', () => {
    const state = JSON.parse(
      readFileSync(join(checkout, '.sandbox/terraform/sandbox/flux-instance.tfstate'), 'utf8'),
    ) as {
      resources: { type: string; instances: { attributes: { data_wo_revision: number } }[] }[];
    };
    const secret = state.resources.find(({ type }) => type === 'kubernetes_secret_v1')!;
    const revision = `"data_wo_revision": ${secret.instances[0]!.attributes.data_wo_revision}`;
    const found = finds({ name: 'a revision', text: revision, secret: revision });
    expect(found.map((file) => file.replace(`${checkout}/`, ''))).toEqual(
      expect.arrayContaining([
        '.sandbox/terraform/sandbox/flux-instance.tfstate',
        'cdktf.out/stacks/flux-instance/cdk.tf.json',
      ]),
    );
  });
});

describe('nothing that was written holds', () => {
  test.each([
    first,
    second,
    refused,
    sshKey,
    appKey,
    ageKey,
    statusToken,
    webhookSecret,
    writeToken,
    signingKey,
  ])('$name', (canary) => {
    expect(finds(canary)).toEqual([]);
  });
});
