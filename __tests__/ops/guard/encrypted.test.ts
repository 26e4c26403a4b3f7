import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDigests } from '../../../ops/guard/encrypted';

const folder = mkdtempSync(join(tmpdir(), 'infra-fleet-encrypted-'));
const file = join(folder, 'team', 'secret.yaml');

beforeAll(() => mkdirSync(join(folder, 'team')));
afterAll(() => rmSync(folder, { recursive: true }));

/** As `flux build kustomization` writes a Secret that is encrypted. */
const built = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'values', namespace: 'team' },
  data: { 'values.yaml': Buffer.from('**SOPS**').toString('base64') },
};

function builtWith(encrypted: string): unknown {
  writeFileSync(
    file,
    `data:\n  values.yaml: ENC[AES256_GCM,data:${encrypted}]\nsops:\n  mac: ENC[AES256_GCM]\n`,
  );
  return withDigests([built], folder);
}

test('a build shows that an encrypted value changed, although the flux CLI hides it', () => {
  expect(builtWith('one')).not.toEqual(builtWith('two'));
});

test('a build is the same while no encrypted file changes', () => {
  expect(builtWith('one')).toEqual(builtWith('one'));
});

test('what is not encrypted stays as it is', () => {
  const plain = { ...built, data: { 'values.yaml': Buffer.from('a: b').toString('base64') } };
  expect(withDigests([plain], folder)).toEqual([plain]);
});
