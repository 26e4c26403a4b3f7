import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { execa } from 'execa';
import { SandboxError } from '../errors.js';
import { checkout } from '../paths.js';

/** Files of a server's certificate, in PEM. */
export interface ServerCertificate {
  readonly authority: string;
  readonly file: string;
  readonly key: string;
}

export interface CertificateProps {
  /** Where the files go: all of them or none. */
  readonly folder: string;
  /** A Python with the `cryptography` package. */
  readonly python: string;
  /** Names beside localhost and 127.0.0.1. */
  readonly names: readonly string[];
}

/** Makes an authority, and the certificate of a server on loopback. */
export async function makeCertificate({ folder, python, names }: CertificateProps): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const script = join(checkout, 'sandbox', 'src', 'certificates', 'server.py');
  const made = await execa(python, ['-B', script, unfinished, 'infra-fleet sandbox', ...names], {
    reject: false,
  });
  if (made.failed) {
    throw new SandboxError(
      `The registry's certificate could not be made: ${made.stderr || made.shortMessage}`,
      `Check that ${python} exists and has the cryptography package.`,
    );
  }
  renameSync(unfinished, folder);
}

/** Where Go looks for the machine's authorities (crypto/x509/root_linux.go). */
const machineFiles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * The text of a file for `SSL_CERT_FILE`, which replaces the machine's own: the authorities that the machine trusts, or
 * Node's where it has none, and one more.
 */
export function trustedAuthorities(authority: string, machine = process.env.SSL_CERT_FILE): string {
  const file = [machine, ...machineFiles].find((name) => name !== undefined && existsSync(name));
  const trusted = file === undefined ? rootCertificates.join('\n') : readFileSync(file, 'utf8');
  return `${trusted.trimEnd()}\n${readFileSync(authority, 'utf8')}`;
}
