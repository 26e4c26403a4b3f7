import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeId, idOf, type Manifest } from '../guard/manifest';
import { UsageError } from '../usage-error';
import { appliedIn, type BuiltFleet } from './built-fleet';
import type { Checkout } from './checkout';
import type { Finding, StageResult } from './finding';
import { runProgram } from './program';

/** kubeconform, with schemas that are made from what defines each kind. */
export async function schemaStage(checkout: Checkout): Promise<StageResult> {
  const schemas = checkout.schemas();
  const folder = join(checkout.scratch, 'schemas');
  const objects = new Map<string, Manifest>();
  const findings: Finding[] = [];
  const withoutSchema = new Set<string>();
  for (const fleet of await checkout.built()) {
    const all = objectsOf(fleet);
    const inTree = all.filter(({ kind }) => kind === 'CustomResourceDefinition');
    const { version } = fleet.manifests.instance.spec.distribution;
    for (const object of all) {
      const found = schemas.of(object, version, inTree);
      if (found === 'unknown') withoutSchema.add(`${object.kind} in ${object.apiVersion}`);
      else if ('fault' in found) findings.push(at(checkout, object, ['apiVersion'], found.fault));
      else {
        const file = join(folder, version, schemaFile(object));
        mkdirSync(join(folder, version), { recursive: true });
        writeFileSync(file, JSON.stringify(found.schema));
        objects.set(`${version} ${JSON.stringify(object)}`, object);
      }
    }
  }
  findings.push(...(await conform(checkout, folder, objects)));
  const notes = [...withoutSchema].sort().map((kind) => `no schema: ${kind}`);
  return { findings, notes: [`${objects.size} objects have a schema`, ...notes] };
}

/** Everything that Flux applies in a fleet's cluster. */
export function objectsOf(fleet: BuiltFleet): readonly Manifest[] {
  return appliedIn(fleet).flatMap(({ objects = [] }) => objects);
}

function schemaFile({ apiVersion, kind }: Manifest): string {
  // kubeconform calls the group of the core `v1`.
  return `${apiVersion.split('/')[0]}_${kind.toLowerCase()}_${apiVersion.split('/').at(-1)}.json`;
}

interface Result {
  readonly filename: string;
  readonly status: string;
  readonly msg: string;
}

async function conform(
  checkout: Checkout,
  schemas: string,
  objects: ReadonlyMap<string, Manifest>,
): Promise<readonly Finding[]> {
  const list = [...objects];
  const versions = new Set(list.map(([key]) => key.split(' ')[0]!));
  const findings: Finding[] = [];
  for (const version of versions) {
    const folder = join(checkout.scratch, 'objects', version);
    mkdirSync(folder, { recursive: true });
    list.forEach(([key, object], index) => {
      if (key.startsWith(`${version} `)) writeFileSync(join(folder, `${index}.json`), JSON.stringify(object));
    });
    for (const { filename, status, msg } of await kubeconform(folder, join(schemas, version))) {
      const [, object] = list[Number(/(\d+)\.json$/.exec(filename)?.[1])]!;
      if (status === 'statusValid') continue;
      for (const error of errorsIn(msg))
        findings.push(at(checkout, object, pathOf(error.path, error.msg), describeError(error)));
    }
  }
  return findings;
}

async function kubeconform(folder: string, schemas: string): Promise<readonly Result[]> {
  const location = `${schemas}/{{ .Group }}_{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json`;
  const args = ['-output', 'json', '-verbose', '-schema-location', location, folder];
  const { stdout, stderr } = await runProgram({
    program: 'kubeconform',
    args,
    findingCodes: [1],
    provided: 'builds it',
  });
  if (stdout === '')
    throw new UsageError(
      `ops validate: kubeconform does not run: ${stderr}. Run make validate, which builds it.`,
    );
  return resultsIn(stdout);
}

function resultsIn(text: string): readonly Result[] {
  return (JSON.parse(text) as { readonly resources?: readonly Result[] }).resources ?? [];
}

/** Every fault in a message such as `... - at '': validation failed - at '/spec/replicas': got string, want integer`. */
function errorsIn(message: string): readonly { readonly path: string; readonly msg: string }[] {
  const found = [...message.matchAll(/ at '([^']*)': (.*?)(?=\s+- at '|$)/gs)].map(
    ([, path = '', msg = '']) => ({
      path,
      msg,
    }),
  );
  const faults = found.filter(({ msg }) => !/^(validation|allOf) failed$/.test(msg.trim()));
  return faults.length > 0 ? faults : [{ path: '', msg: message }];
}

/** The path of a field, and of the one within that the message names: an unknown one, for example. */
function pathOf(pointer: string, message: string): readonly (string | number)[] {
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const [, unknown] = /additional properties '([^']+)'/.exec(message) ?? [];
  return [...parts, ...(unknown === undefined ? [] : [unknown])].map((part) =>
    /^\d+$/.test(part) ? Number(part) : part,
  );
}

function describeError({ path, msg }: { readonly path: string; readonly msg: string }): string {
  return path === '' ? msg : `${path.slice(1).replaceAll('/', '.')}: ${msg}`;
}

/** A finding about an object, or a field of it. */
export function at(
  { places, folder }: Checkout,
  object: Manifest,
  path: readonly (string | number)[],
  message: string,
): Finding {
  const place = places().of(object, path) ?? { file: folder, line: 1 };
  return { ...place, message: `${describeId(idOf(object))}: ${message}` };
}
