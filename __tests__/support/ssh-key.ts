import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const type = 'ssh-ed25519';
const namespace = 'git';
const hash = 'sha512';

/** A key pair of SSH, made anew, as `ssh-keygen -t ed25519` makes one. */
export class SshKey {
  private readonly pair = generateKeyPairSync('ed25519');

  /** The public half, as a line. */
  get publicLine(): string {
    return `${type} ${this.blob.toString('base64')} test\n`;
  }

  /** The private half in the format of OpenSSH (PROTOCOL.key), without a passphrase. */
  get privateKey(): string {
    const check = randomBytes(4);
    const keys = Buffer.concat([
      check,
      check,
      ...[type, this.publicKey, Buffer.concat([this.raw('d'), this.publicKey]), 'test'].map(field),
    ]);
    const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, (8 - (keys.length % 8)) % 8));
    const content = Buffer.concat([
      Buffer.from('openssh-key-v1\0'),
      ...['none', 'none', ''].map(field),
      number(1),
      field(this.blob),
      field(Buffer.concat([keys, padding])),
    ]);
    return armored('OPENSSH PRIVATE KEY', content);
  }

  /** As `ssh-keygen -l` shows it. */
  get fingerprint(): string {
    return `SHA256:${createHash('sha256').update(this.blob).digest('base64').replace(/=+$/, '')}`;
  }

  /** A signature of a commit, as `ssh-keygen -Y sign -n git` makes it (PROTOCOL.sshsig). */
  sign(payload: string): string {
    const digest = createHash(hash).update(payload).digest();
    const signed = Buffer.concat([magic, ...[namespace, '', hash, digest].map(field)]);
    const signature = Buffer.concat([type, sign(null, signed, this.pair.privateKey)].map(field));
    const fields = [this.blob, namespace, '', hash, signature].map(field);
    return armored('SSH SIGNATURE', Buffer.concat([magic, number(1), ...fields]));
  }

  private get publicKey(): Buffer {
    return this.raw('x');
  }

  private get blob(): Buffer {
    return Buffer.concat([type, this.publicKey].map(field));
  }

  private raw(part: 'd' | 'x'): Buffer {
    return Buffer.from(this.pair.privateKey.export({ format: 'jwk' })[part] ?? '', 'base64url');
  }
}

const magic = Buffer.from('SSHSIG');

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A string of the SSH protocol: its length, then its bytes. */
function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([number(bytes.length), bytes]);
}

function armored(label: string, content: Buffer): string {
  const lines = content.toString('base64').replace(/.{70}(?=.)/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
