import { randomBytes } from 'node:crypto';
import { AgeKey } from '../../support/age';
import { SshKey } from '../../support/ssh-key';

/** A random string that goes in as a secret, or as a part of one, and may come out nowhere. */
export interface Canary {
  readonly name: string;
  /** What is looked for. */
  readonly text: string;
  /** What the secret is set to. */
  readonly secret: string;
}

/** Text with characters that URL and JSON encoding change. */
function text(): string {
  return `${randomBytes(12).toString('hex')}+/=${randomBytes(12).toString('hex')}`;
}

/** A token, which is the canary itself. */
export function tokenCanary(name: string): Canary {
  const token = text();
  return { name, text: token, secret: token };
}

/** A private key of no use, in the form of a real one. */
export function privateKeyCanary(name: string, label: string): Canary {
  const body = text();
  return { name, text: body, secret: `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n` };
}

/** A real key of SSH, of which a line with a part of the private half is looked for. Flux signs with no other. */
export function sshKeyCanary(name: string, key = new SshKey()): Canary {
  return { name, text: key.privateKey.split('\n')[3] ?? '', secret: key.privateKey };
}

/** A real key of age: Flux refuses others. */
export function ageCanary(name: string): Canary {
  const key = new AgeKey().identity;
  return { name, text: key, secret: `${key}\n` };
}

/** Every form in which the text may be written: plain, in URLs, and in Base64 wherever it begins in what is encoded. */
export function formsOf({ text: plain }: Canary): readonly string[] {
  const aligned = [0, 1, 2].map((before) => {
    const encoded = Buffer.from(`${'\0'.repeat(before)}${plain}`)
      .toString('base64')
      .replace(/=+$/, '');
    // What the neighbouring bytes have a part in is cut off at both ends.
    return encoded.slice(before === 0 ? 0 : before + 1, -1);
  });
  const hex = Buffer.from(plain).toString('hex');
  const urlSafe = aligned.map((encoded) => encoded.replaceAll('+', '-').replaceAll('/', '_'));
  return [...new Set([plain, encodeURIComponent(plain), hex, ...aligned, ...urlSafe])];
}
