import {
  createCipheriv,
  createHmac,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { bech32 } from './bech32';

const version = 'age-encryption.org/v1';
const keyLength = 32;

/** A key pair of age, made anew, as `age-keygen` makes one (https://age-encryption.org/v1). */
export class AgeKey {
  private readonly pair = generateKeyPairSync('x25519');

  /** The secret key, `AGE-SECRET-KEY-1...`. */
  get identity(): string {
    return bech32('age-secret-key-', raw(this.pair.privateKey, 'd')).toUpperCase();
  }

  /** The public key, `age1...`. */
  get recipient(): string {
    return bech32('age', raw(this.pair.publicKey, 'x'));
  }

  /** Encrypts up to 64 KiB for this key, in age's ASCII armor. */
  encrypt(plain: Buffer): string {
    const fileKey = randomBytes(16);
    const header = `${version}\n${this.stanza(fileKey)}\n---`;
    const mac = createHmac('sha256', derive(fileKey, '', 'header'))
      .update(header)
      .digest();
    const nonce = randomBytes(16);
    const payload = seal(derive(fileKey, nonce, 'payload'), lastChunkNonce, plain);
    return armor(Buffer.concat([Buffer.from(`${header} ${base64(mac)}\n`), nonce, payload]));
  }

  /** The file key for this recipient: the X25519 recipient stanza of the specification. */
  private stanza(fileKey: Buffer): string {
    const ephemeral = generateKeyPairSync('x25519');
    const share = raw(ephemeral.publicKey, 'x');
    const secret = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: this.pair.publicKey });
    const salt = Buffer.concat([share, raw(this.pair.publicKey, 'x')]);
    const wrapped = seal(derive(secret, salt, `${version}/X25519`), Buffer.alloc(12), fileKey);
    return `-> X25519 ${base64(share)}\n${base64(wrapped)}`;
  }
}

/** Nonce of the first chunk of a payload that is the last one too. */
const lastChunkNonce = Buffer.from([...Array<number>(11).fill(0), 1]);

function raw(key: KeyObject, part: 'd' | 'x'): Buffer {
  return Buffer.from(key.export({ format: 'jwk' })[part] ?? '', 'base64url');
}

function derive(secret: Buffer, salt: Buffer | string, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, keyLength));
}

/** ChaCha20-Poly1305, with the tag behind the ciphertext. */
function seal(key: Buffer, nonce: Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

function armor(file: Buffer): string {
  const lines = file.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN AGE ENCRYPTED FILE-----', ...lines, '-----END AGE ENCRYPTED FILE-----', ''].join('\n');
}
