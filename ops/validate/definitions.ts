import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { isMapping, type Mapping } from '../../lib/validation/mapping';

/** One version of a kind that a custom resource definition has. */
export interface DefinedKind {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
  /** As OpenAPI v3. */
  readonly schema: Mapping;
  readonly isServed: boolean;
  /** What upstream says against the version. @default - it is current */
  readonly deprecation?: string;
}

/** Custom resource definitions in the files of some folders. Only those files are read that name a kind that is asked for. */
export class Definitions {
  private readonly texts: readonly string[];
  private readonly parsed = new Map<string, readonly DefinedKind[]>();

  constructor(folders: readonly string[]) {
    this.texts = folders.flatMap(definitionTexts);
  }

  /** Whether any definition is for a kind of a group. */
  hasGroup(group: string): boolean {
    return this.texts.some((text) =>
      new RegExp(`^ {2}group: ${group.replaceAll('.', '\\.')}$`, 'm').test(text),
    );
  }

  /** Every version of a kind. */
  versionsOf(group: string, kind: string): readonly DefinedKind[] {
    return this.texts
      .filter(
        (text) => new RegExp(`^ {4}kind: ${kind}$`, 'm').test(text) && text.includes(`group: ${group}\n`),
      )
      .flatMap((text) => this.read(text))
      .filter((defined) => defined.group === group && defined.kind === kind);
  }

  private read(text: string): readonly DefinedKind[] {
    const known = this.parsed.get(text) ?? kindsIn(text);
    this.parsed.set(text, known);
    return known;
  }
}

/** The documents in which there is a definition. */
function definitionTexts(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .flatMap((text) => text.split(/^---\s*$/m))
    .filter((text) => /^kind: CustomResourceDefinition$/m.test(text));
}

function kindsIn(text: string): readonly DefinedKind[] {
  const documents = parseAllDocuments(text, { logLevel: 'silent' });
  return (Array.isArray(documents) ? documents : []).flatMap((document) => {
    const manifest = document.toJS() as unknown;
    return isMapping(manifest) ? definedBy(manifest) : [];
  });
}

/** The kinds that a definition has. */
export function definedBy({ spec }: Mapping): readonly DefinedKind[] {
  if (!isMapping(spec) || !isMapping(spec.names) || !Array.isArray(spec.versions)) return [];
  const { group, names } = spec;
  return spec.versions.filter(isMapping).map((version) => {
    const { openAPIV3Schema } = isMapping(version.schema) ? version.schema : {};
    return {
      group: String(group),
      kind: String(isMapping(names) ? names.kind : ''),
      version: String(version.name),
      schema: isMapping(openAPIV3Schema) ? openAPIV3Schema : {},
      isServed: version.served !== false,
      ...(version.deprecated === true && {
        deprecation:
          typeof version.deprecationWarning === 'string'
            ? version.deprecationWarning
            : 'upstream marks it as deprecated',
      }),
    };
  });
}
