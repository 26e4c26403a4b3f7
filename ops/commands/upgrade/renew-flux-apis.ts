import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { compareVersions, minorOf, parseVersion } from '../../../lib/validation/version';

/**
 * Writes flux-apis.schema.json from the custom resource definitions of every release of Flux that this release of the operator
 * ships. To renew it, raise the version here and run `node run ops/commands/upgrade/renew-flux-apis.ts && make format`; it needs
 * Go, whose proxy has the operator.
 */
const operator = 'github.com/controlplaneio-fluxcd/flux-operator@v0.59.0';

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

interface Definition {
  readonly kind: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly storage: boolean;
      readonly schema: { readonly openAPIV3Schema: { readonly properties: { readonly spec: Node } } };
    }[];
  };
}

/** The names of the fields below a node; `true` where any name is allowed, or none follows. A list counts as its items. */
function fieldsOf({ properties, items, ...node }: Node): unknown {
  if (node['x-kubernetes-preserve-unknown-fields'] === true) return true;
  if (items !== undefined) return fieldsOf(items);
  if (properties === undefined) return true;
  return Object.fromEntries(Object.entries(properties).map(([name, below]) => [name, fieldsOf(below)]));
}

function definitionsIn(folder: string): readonly Definition[] {
  return readdirSync(folder)
    .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')))
    .map((document) => document.toJS() as Definition | null)
    .filter((object) => object !== null)
    .filter(({ kind }) => kind === 'CustomResourceDefinition');
}

interface Row {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
  readonly servedIn: string[];
  readonly storedIn: string[];
  readonly fields: unknown;
}

const env = { ...process.env, GOTOOLCHAIN: 'go1.27.0' };
const json = execFileSync('go', ['mod', 'download', '-json', operator], { encoding: 'utf8', env });
const releases = join((JSON.parse(json) as { Dir: string }).Dir, 'config', 'data', 'flux');
const newest = new Map(
  readdirSync(releases)
    .map(parseVersion)
    .sort(compareVersions)
    .map((release) => [minorOf(release), `v${release.text}`]),
);

const rows = new Map<string, Row>();
for (const [minor, release] of newest) {
  for (const { spec } of definitionsIn(join(releases, release))) {
    for (const { name: version, served, storage, schema } of spec.versions) {
      const fields = fieldsOf(schema.openAPIV3Schema.properties.spec);
      const api = { group: spec.group, kind: spec.names.kind, version, fields };
      const row = rows.get(JSON.stringify(api)) ?? { ...api, servedIn: [], storedIn: [] };
      rows.set(JSON.stringify(api), row);
      if (served) row.servedIn.push(minor);
      if (storage) row.storedIn.push(minor);
    }
  }
}

const nameOf = ({ group, kind, version, servedIn }: Row) => [group, kind, version, ...servedIn].join(' ');
writeFileSync(
  join(__dirname, 'flux-apis.schema.json'),
  JSON.stringify({
    $comment: `What each minor release of Flux serves, from config/data/flux of ${operator}; renew-flux-apis.ts wrote it.`,
    apis: [...rows.values()].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)),
  }),
);
