import { checkedInFile } from '../../validation/checked-in-file';
import type { Context } from '../../validation/context';
import type { Fault } from '../../validation/field';

/** A line of OpenSSH with a public key, as `ssh-keygen` writes it and Flux verifies with. */
const sshLine =
  /^(?<type>ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com) +(?<blob>[A-Za-z0-9+/]+={0,2})( .*)?$/;

const armoredKey =
  /-----BEGIN PGP PUBLIC KEY BLOCK-----\r?\n(?:[A-Za-z]+: .*\r?\n)*\r?\n(?<body>[A-Za-z0-9+/=\r\n]+)-----END PGP PUBLIC KEY BLOCK-----/g;

/** A checked-in file with whose signatures commits may have: lines of SSH, or an armored key of OpenPGP. */
export function signingKeyFile(context: Context) {
  return checkedInFile(
    context,
    'public keys of SSH or OpenPGP',
    'fleet/keys/alice.pub',
    (text) =>
      privateKeyFault(text) ?? (text.includes('-----BEGIN PGP') ? openPgpFault(text) : sshFault(text)),
  );
}

/** A checked-in file with the public half of one key pair of SSH. */
export function sshPublicKeyFile(context: Context) {
  return checkedInFile(context, 'one public key of SSH', 'fleet/keys/image-automation.pub', (text) => {
    const fault = privateKeyFault(text) ?? sshFault(text);
    if (fault !== undefined) return fault;
    if (sshLines(text).length > 1) return { problem: 'names a file with more than one key' };
    // A security key signs only when somebody touches it.
    return text.trimStart().startsWith('sk-') ? { problem: 'names the key of a security key' } : undefined;
  });
}

/** The armored keys of OpenPGP in a file of public keys; none in one of SSH. Flux reads one from each file that it is given. */
export function openPgpKeys(text: string): readonly string[] {
  return [...text.matchAll(armoredKey)].map(([block]) => `${block}\n`);
}

/** The first public key of a file, as it is inside the private one. */
export function sshBlob(text: string): Buffer {
  return Buffer.from(sshLine.exec(sshLines(text)[0] ?? '')?.groups?.blob ?? '', 'base64');
}

function privateKeyFault(text: string): Fault | undefined {
  return /-----BEGIN [A-Z ]*PRIVATE KEY/.test(text)
    ? {
        problem: 'contains a private key',
        remedy: 'Remove the key from the checkout and its history, and replace it: it is no longer secret.',
      }
    : undefined;
}

function openPgpFault(text: string): Fault | undefined {
  const bodies = [...text.matchAll(armoredKey)].map(({ groups }) => groups?.body ?? '');
  const isWhole = text.replace(armoredKey, '').trim() === '';
  return isWhole && bodies.every(isOpenPgpKey)
    ? undefined
    : { problem: 'names a file that is not only armored public keys of OpenPGP' };
}

/** The first packet has the tag of a public key, in the old form or the new one (RFC 9580, 4.2). */
function isOpenPgpKey(body: string): boolean {
  const [first = 0] = Buffer.from(body, 'base64');
  const publicKeyTag = 6;
  return first >= 0xc0 ? (first & 0x3f) === publicKeyTag : first >> 2 === (0x80 >> 2) + publicKeyTag;
}

function sshFault(text: string): Fault | undefined {
  const lines = sshLines(text);
  if (lines.length === 0) return { problem: 'names a file without a public key of SSH or OpenPGP' };
  const damaged = lines.findIndex((line) => !isSshKey(line));
  return damaged < 0
    ? undefined
    : { problem: `names a file whose key number ${damaged + 1} is not a public key of SSH or OpenPGP` };
}

function sshLines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** The blob begins with its type: a length of four bytes, and the name (RFC 4253, 6.6). */
function isSshKey(line: string): boolean {
  const type = sshLine.exec(line)?.groups?.type;
  if (type === undefined) return false;
  const blob = sshBlob(line);
  return (
    blob.length > 4 + type.length &&
    blob.readUInt32BE() === type.length &&
    blob.subarray(4, 4 + type.length).toString() === type
  );
}
