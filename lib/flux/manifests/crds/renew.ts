import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/**
 * Writes the JSON Schemas beside this file from the custom resource definitions of Flux and its operator. To renew them, change
 * a version here and run `node run lib/flux/manifests/crds/renew.ts`; it needs Go, whose proxy has the definitions.
 */
const definitions = [
  {
    file: 'flux-instance.schema.json',
    module: 'github.com/controlplaneio-fluxcd/flux-operator@v0.59.0',
    definition: 'fluxcd.controlplane.io_fluxinstances.yaml',
    version: 'v1',
  },
  {
    file: 'oci-repository.schema.json',
    module: 'github.com/fluxcd/source-controller@v1.9.5',
    definition: 'source.toolkit.fluxcd.io_ocirepositories.yaml',
    version: 'v1',
  },
  {
    file: 'helm-release.schema.json',
    module: 'github.com/fluxcd/helm-controller@v1.6.4',
    definition: 'helm.toolkit.fluxcd.io_helmreleases.yaml',
    version: 'v2',
  },
] as const;

type Node = Readonly<Record<string, unknown>>;

interface Definition {
  readonly spec: {
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: { readonly properties: { readonly spec: Node } } };
    }[];
  };
}

function folderOf(module: string): string {
  const env = { ...process.env, GOTOOLCHAIN: 'go1.27.0' };
  const json = execFileSync('go', ['mod', 'download', '-json', module], { encoding: 'utf8', env });
  return (JSON.parse(json) as { Dir: string }).Dir;
}

/** The keywords that JSON Schema knows, without prose and defaults; and an object that lists its properties has no others. */
function closed(node: Node): Node {
  const { properties, items, additionalProperties, ...keywords } = node;
  const kept = Object.entries(keywords).filter(
    ([keyword]) => !['description', 'default'].includes(keyword) && !keyword.startsWith('x-'),
  );
  return {
    ...Object.fromEntries(kept),
    ...(isNode(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, value]) => [key, closed(value as Node)]),
      ),
      additionalProperties: node['x-kubernetes-preserve-unknown-fields'] === true,
    }),
    ...(isNode(items) && { items: closed(items) }),
    ...(isNode(additionalProperties) && { additionalProperties: closed(additionalProperties) }),
  };
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

for (const { file, module, definition, version } of definitions) {
  const source = `config/crd/bases/${definition}`;
  const { spec } = parse(readFileSync(join(folderOf(module), source), 'utf8')) as Definition;
  const found = spec.versions.find(({ name }) => name === version);
  if (found === undefined) throw new Error(`${module} has no version ${version} in ${source}`);
  const schema = {
    $comment: `The spec of ${version} in ${source} of ${module}; renew.ts wrote it.`,
    ...closed(found.schema.openAPIV3Schema.properties.spec),
  };
  writeFileSync(join(__dirname, file), `${JSON.stringify(schema, null, 2)}\n`);
}
