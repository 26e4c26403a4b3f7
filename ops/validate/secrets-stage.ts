import type { Mapping } from '../../lib/validation/mapping';
import { isMapping } from '../../lib/validation/mapping';
import type { Checkout } from './checkout';
import type { Finding, StageResult } from './finding';
import { lineOf } from './places';

/** A Secret in Git is encrypted by SOPS, or all its values are variables or public keys and certificates. */
export function secretsStage({ places }: Checkout): Promise<StageResult> {
  const secrets = places().all.filter(
    ({ manifest }) => manifest.kind === 'Secret' && manifest.apiVersion === 'v1',
  );
  const findings = secrets
    .filter(({ manifest }) => !isMapping(manifest.sops))
    .flatMap((written): readonly Finding[] => {
      const plain = fieldsOf(written.manifest).filter(({ value }) => !isPublic(value));
      return plain.map(({ path }) => ({
        file: written.file,
        line: lineOf(written, path),
        message: `${path.join('.')} of a Secret is readable in Git. Encrypt the file with SOPS (docs/secrets.md), or let External Secrets or Terraform write it.`,
      }));
    });
  return Promise.resolve({ findings });
}

function fieldsOf(manifest: Mapping) {
  return ['data', 'stringData'].flatMap((part) => {
    const values = manifest[part];
    return isMapping(values)
      ? Object.entries(values).map(([key, value]) => ({ path: [part, key], value: String(value) }))
      : [];
  });
}

/** A variable gets its value in the cluster. */
function isPublic(value: string): boolean {
  return (
    /^\s*\$\{[A-Z0-9_]+\}\s*$/.test(value) ||
    isPublicPem(value) ||
    isPublicPem(Buffer.from(value, 'base64').toString())
  );
}

function isPublicPem(text: string): boolean {
  return /^-----BEGIN (PUBLIC KEY|CERTIFICATE)-----/.test(text.trim());
}
