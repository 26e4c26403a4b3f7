import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { stringify } from 'yaml';
import type { AgeKey } from './age';

/** What a Secret's manifest has: mappings with text at their ends. */
interface Tree {
  readonly [key: string]: string | Tree;
}

/** What is encrypted, as Flux's guide advises for Secrets. */
const encrypted = /^(data|stringData)$/;

/**
 * A manifest of a Secret as `sops --encrypt --age <recipient> --encrypted-regex '^(data|stringData)$'` writes it
 * (https://getsops.io/docs/, "Encryption protocol"): each value is encrypted with a data key, which is encrypted for the age
 * key.
 */
export function sopsEncrypted(manifest: Tree, key: AgeKey): string {
  const dataKey = randomBytes(32);
  const lastModified = `${new Date().toISOString().slice(0, -'.000Z'.length)}Z`;
  return stringify({
    ...encryptedTree(manifest, dataKey),
    sops: {
      age: [{ recipient: key.recipient, enc: key.encrypt(dataKey) }],
      lastmodified: lastModified,
      mac: encryptedValue(mac(manifest), dataKey, lastModified),
      encrypted_regex: encrypted.source,
      version: '3.11.0',
    },
  });
}

function encryptedTree(tree: Tree, dataKey: Buffer, path: readonly string[] = []): Tree {
  const branches = Object.entries(tree).map(([key, value]): [string, string | Tree] => {
    const here = [...path, key];
    if (typeof value !== 'string') return [key, encryptedTree(value, dataKey, here)];
    const additional = here.map((part) => `${part}:`).join('');
    const secret = here.some((part) => encrypted.test(part));
    return [key, secret ? encryptedValue(value, dataKey, additional) : value];
  });
  return Object.fromEntries(branches);
}

/** AES-256-GCM with a nonce of 32 bytes. The additional data bind a value to its place. */
function encryptedValue(plain: string, dataKey: Buffer, additional: string): string {
  const nonce = randomBytes(32);
  const cipher = createCipheriv('aes-256-gcm', dataKey, nonce).setAAD(Buffer.from(additional));
  const data = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  const parts = { data, iv: nonce, tag: cipher.getAuthTag() };
  const written = Object.entries(parts).map(([name, bytes]) => `${name}:${bytes.toString('base64')}`);
  return `ENC[AES256_GCM,${written.join(',')},type:str]`;
}

/** Of every value in the order of the file, encrypted or not. */
function mac(tree: Tree): string {
  const hash = createHash('sha512');
  const add = (branch: Tree): void => {
    for (const value of Object.values(branch)) {
      if (typeof value === 'string') hash.update(value);
      else add(value);
    }
  };
  add(tree);
  return hash.digest('hex').toUpperCase();
}
