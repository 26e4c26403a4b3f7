import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from './manifest';

/** What the flux CLI shows in place of what SOPS encrypted: https://fluxcd.io/flux/cmd/flux_build_kustomization/ */
const mask = '**SOPS**';

/**
 * Objects of a build, with a digest of all encrypted files in place of values that the flux CLI hides, so that two builds
 * differ where such a value may. Which file a value comes from, a generator does not say.
 *
 * @param folder the revision's files
 */
export function withDigests(objects: readonly Manifest[], folder: string): readonly Manifest[] {
  const digest = objects.some(isMasked) ? digestOfEncrypted(folder) : '';
  return objects.map((object) => (isMasked(object) ? { ...object, data: { [mask]: digest } } : object));
}

function isMasked({ kind, data, stringData }: Manifest & { readonly stringData?: object }): boolean {
  const texts = Object.values({ ...data, ...stringData }).map(String);
  return (
    kind === 'Secret' &&
    texts.some((text) => text.includes(mask) || Buffer.from(text, 'base64').includes(mask))
  );
}

function digestOfEncrypted(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort()) {
    const text = readFileSync(path);
    if (text.includes('sops') && text.includes('ENC[')) hash.update(text);
  }
  return hash.digest('hex');
}
