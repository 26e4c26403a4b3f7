import { createPublicKey, X509Certificate } from 'node:crypto';
import { checkedInFile } from '../../validation/checked-in-file';
import type { Context } from '../../validation/context';
import type { Fault } from '../../validation/field';

const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

/** A checked-in file with the certificates of authorities, one or more. */
export function certificatesFile(context: Context) {
  return checkedInFile(context, 'certificates in PEM form', 'fleet/ca.pem', (text) =>
    pemFault(text, 'CERTIFICATE', (block) => new X509Certificate(block)),
  );
}

/** A checked-in file with the public half of a key pair of cosign. */
export function cosignKeyFile(context: Context) {
  return checkedInFile(context, 'a public key in PEM form', 'fleet/cosign.pub', (text) =>
    pemFault(text, 'PUBLIC KEY', (block) => createPublicKey(block)),
  );
}

function pemFault(text: string, label: string, read: (block: string) => unknown): Fault | undefined {
  const blocks = [...text.matchAll(pemBlock)].map(([block, found = '']) => ({ block, found }));
  if (blocks.some(({ found }) => found.endsWith('PRIVATE KEY')))
    return {
      problem: 'contains a private key',
      remedy: 'Remove the key from the checkout and its history, and replace it: it is no longer secret.',
    };
  const missing = { problem: `names a file without a ${label.toLowerCase()} in PEM form` };
  if (blocks.length === 0 || blocks.some(({ found }) => found !== label)) return missing;
  const damaged = blocks.findIndex(({ block }) => !canRead(() => read(block)));
  return damaged < 0
    ? undefined
    : { problem: `names a file whose ${label.toLowerCase()} number ${damaged + 1} cannot be read` };
}

function canRead(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
