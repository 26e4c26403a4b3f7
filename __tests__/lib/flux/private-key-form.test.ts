import { generateKeyPairSync } from 'node:crypto';
import { RE2JS } from 're2js';
import { fluxSecrets } from '../../../lib/flux/flux-secrets';
import { fixture, parseDev } from '../fleet/fixtures';

const [{ secret } = {}] = fluxSecrets(parseDev(fixture('valid', 'sync-gitlab-ssh.yaml')).flux);
const form = RE2JS.compile(secret?.form.expression ?? '');

function isAccepted(key: string): boolean {
  return form.matcher(key).find();
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const locked = { cipher: 'aes-256-cbc', passphrase: 'hunter2' };

/** A key as `ssh-keygen` writes it, up to the content, which no check reads. */
function openssh(cipher: string, derivation: string): string {
  const field = (text: string) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    return Buffer.concat([length, Buffer.from(text)]);
  };
  const content = [Buffer.from('openssh-key-v1\0'), field(cipher), field(derivation), Buffer.alloc(300, 7)];
  const lines =
    Buffer.concat(content)
      .toString('base64')
      .match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join(
    '\n',
  );
}

const open = {
  'PKCS#8': rsa.export({ type: 'pkcs8', format: 'pem' }).toString(),
  'PKCS#1': rsa.export({ type: 'pkcs1', format: 'pem' }).toString(),
  SEC1: ec.export({ type: 'sec1', format: 'pem' }).toString(),
  OpenSSH: openssh('none', 'none'),
};

test.each(Object.entries(open))('a key in the format %s is accepted', (_, key) => {
  expect([key, key.trim(), `\n${key}\n`, key.replaceAll('\n', '\r\n')].map(isAccepted)).toEqual([
    true,
    true,
    true,
    true,
  ]);
});

test.each([
  ['PKCS#8', rsa.export({ type: 'pkcs8', format: 'pem', ...locked })],
  ['PKCS#1', rsa.export({ type: 'pkcs1', format: 'pem', ...locked })],
  ['SEC1', ec.export({ type: 'sec1', format: 'pem', ...locked })],
  ['OpenSSH', openssh('aes256-ctr', 'bcrypt')],
  ['OpenSSH with ChaCha20', openssh('chacha20-poly1305@openssh.com', 'bcrypt')],
])('a key with a passphrase in the format %s is refused', (_, key) => {
  expect(isAccepted(key.toString())).toBe(false);
});

test.each([
  '',
  'hunter2',
  '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
  open.OpenSSH.slice(0, 200),
])('%j is no private key', (text) => {
  expect(isAccepted(text)).toBe(false);
});

test('the message says that the key may have no passphrase', () => {
  expect(secret?.form.allowed).toBe('a private key without a passphrase, from BEGIN to END');
});
