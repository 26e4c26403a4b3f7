import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Applied } from '../guard/build';
import { describeId, idOf, type Manifest } from '../guard/manifest';
import { appliedIn, type BuiltFleet } from './built-fleet';
import { kustomizationKeys } from './kustomization-keys';
import { lineOf, writtenIn, yamlFiles } from './places';
import { didYouMean } from '../../lib/validation/nearest';
import type { Checkout } from './checkout';
import type { Finding, Place, StageResult } from './finding';

/** The flux CLI builds every overlay. */
export async function buildStage(checkout: Checkout): Promise<StageResult> {
  const fleets = await checkout.built();
  const results = fleets.flatMap((fleet) =>
    appliedIn(fleet).map((applied) => judge(checkout, fleet, applied)),
  );
  return {
    findings: [...results.flatMap(({ finding }) => finding ?? []), ...unknownKeys(checkout)],
    notes: results.flatMap(({ note }) => note ?? []),
  };
}

/** Flux drops keys of a `kustomization.yaml` that kustomize does not know, without a word. */
function unknownKeys({ root, folder }: Checkout): readonly Finding[] {
  const files = yamlFiles(root, folder).filter((file) => /(^|\/)kustomization\.ya?ml$/.test(file));
  return files.flatMap((file) =>
    writtenIn(file, readFileSync(join(root, file), 'utf8')).flatMap((written) =>
      Object.keys(written.manifest)
        .filter((key) => !kustomizationKeys.includes(key))
        .map((key) => ({
          file,
          line: lineOf(written, [key]),
          message: `kustomize has no key ${key}.${didYouMean(key, kustomizationKeys)}`,
        })),
    ),
  );
}

function judge(
  checkout: Checkout,
  { fleet }: BuiltFleet,
  { applier, unknown }: Applied,
): { finding?: Finding; note?: string } {
  if (unknown === undefined) return {};
  const name = describeId(idOf(applier));
  // What comes from elsewhere is no fault of this repository.
  if (/is not this repository$|come from providers$|is not known$/.test(unknown))
    return { note: `${fleet.environment}: what ${name} applies: ${unknown}` };
  const own = kustomizationsIn(pathOf(applier)).find((file) => isFile(join(checkout.root, file)));
  const place = placeIn(checkout, unknown) ??
    (own === undefined ? checkout.places().of(applier, ['spec', 'path']) : { file: own, line: 1 }) ?? {
      file: pathOf(applier),
      line: 1,
    };
  return { finding: { ...place, message: `${name} of ${fleet.environment}: ${unknown}` } };
}

/** The file and line that a message of kustomize names; of what is not there, the line of the kustomization.yaml that names it. */
function placeIn({ root, folder }: Checkout, message: string): Place | undefined {
  const line = Number(/\bline (\d+)/.exec(message)?.[1] ?? 1);
  const named = [...message.matchAll(/[\w./-]+/g)]
    .map(([text]) => text.replace(/^\/|[.:]$/g, ''))
    .filter((text) => text.startsWith(`${folder}/`));
  for (const path of named) {
    const file = [path, ...kustomizationsIn(path)].find((name) => isFile(join(root, name)));
    if (file !== undefined) return { file, line };
    const lister = kustomizationsIn(dirname(path)).find((name) => isFile(join(root, name)));
    if (lister !== undefined) return { file: lister, line: lineWith(join(root, lister), basename(path)) };
  }
  return undefined;
}

function kustomizationsIn(folder: string): readonly string[] {
  return ['kustomization.yaml', 'kustomization.yml'].map((name) => join(folder, name));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function lineWith(file: string, text: string): number {
  return (
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1 || 1
  );
}

function pathOf({ spec }: Manifest): string {
  const { path = '.' } = (spec ?? {}) as { readonly path?: string };
  return join(path);
}
