import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ancestorVariable } from '../../../lib/terraform/ancestor-variable';
import { secretRevision, secretRevisions } from '../../../lib/flux/secret-revisions';
import { fixture, parseDev } from '../fleet/fixtures';

const fleet = parseDev(
  fixture('valid', 'minimal.yaml').replace(
    /flux:[\s\S]*$/,
    'flux:\n  sync: { url: https://git.example.com/fleet.git, auth: { kind: token } }\n  decryption: { kind: age }\n',
  ),
);
const given = (environment: Record<string, string>) => (name: string) => environment[name];
const revisions = (environment: Record<string, string>) => secretRevisions(fleet, given(environment));

test('a Secret has a revision when its value is given', () => {
  expect(Object.keys(revisions({ TF_VAR_flux_git_token: 'one' }))).toEqual(['flux-git']);
});

test('an empty variable is none', () => {
  expect(revisions({ TF_VAR_flux_git_token: '', TF_VAR_flux_age_key: '' })).toEqual({});
});

test('the revision is that of the value', () => {
  const [one, again, other] = ['one', 'one', 'other'].map(
    (token) => revisions({ TF_VAR_flux_git_token: token })['flux-git'],
  );
  expect([one === again, one === other]).toEqual([true, false]);
});

test('a revision is above those that stand for no value, and fits into 31 bits', () => {
  const all = Array.from({ length: 20 }, (_, index) =>
    secretRevision('dev', { name: 'a', plain: { key: String(index) } }, ''),
  );
  expect(all.filter((revision) => revision < 2 || revision > 2 ** 31 - 1)).toEqual([]);
});

const content = { name: 'a', plain: { username: 'git' } };

test.each([
  ['fleet', secretRevision('prod', content, '')],
  ['Secret', secretRevision('dev', { ...content, name: 'b' }, '')],
  ['public part', secretRevision('dev', { ...content, plain: { username: 'flux' } }, '')],
])('another %s has another revision', (_, other) => {
  expect(other).not.toBe(secretRevision('dev', content, ''));
});

test('what is public needs no variable', () => {
  const oci = parseDev(fixture('valid', 'sync-oci.yaml'));
  expect(secretRevisions(oci, given({}))).toHaveProperty('flux-cosign');
});

test('a variable is found in the process that started this one, which cdktf keeps it from', async () => {
  const parent = spawn('sh', ['-c', 'env -i sleep 60 & echo $!; wait'], {
    env: { ...process.env, TF_VAR_flux_git_token: 'two words=1' },
    detached: true,
  });
  try {
    const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
    expect(ancestorVariable('TF_VAR_flux_git_token', Number(pid))).toBe('two words=1');
  } finally {
    process.kill(-parent.pid!);
  }
});

test('a variable that no process has is undefined', () => {
  expect(ancestorVariable('TF_VAR_flux_of_nobody')).toBeUndefined();
});
