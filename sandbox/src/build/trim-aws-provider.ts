import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { SandboxError } from '../errors.js';
import { copyTree } from './copy-tree.js';

const modulePath = 'github.com/hashicorp/terraform-provider-aws';
const servicesFolder = join('internal', 'service');
const packagesFile = join('internal', 'provider', 'sdkv2', 'service_packages_gen.go');
const clientFile = join('internal', 'conns', 'awsclient_gen.go');

/**
 * Copies the AWS provider's module with only some of its service packages: the registrations of the others and the
 * methods of the AWS client that nothing calls any more are left out, and with them the imports that cost the build its
 * time.
 *
 * @param source the module's folder
 * @param services names of folders below `internal/service`, for example `ec2`
 */
export async function copyTrimmedAwsProvider(
  source: string,
  target: string,
  services: readonly string[],
): Promise<void> {
  const packages = readFileSync(join(source, packagesFile), 'utf8');
  const missing = services.filter((service) => !registeredServices(packages).includes(service));
  if (missing.length > 0) {
    throw new SandboxError(
      `The AWS provider has no service package ${missing.join(', ')}.`,
      'Correct the list in sandbox/src/build/build-sets.ts: it names folders of internal/service.',
    );
  }
  const compiled = importedServices(services, (service) => goFiles(join(source, servicesFolder, service)));
  const callers = [
    ...compiled.flatMap((service) => goFiles(join(source, servicesFolder, service))),
    ...goFiles(join(source, 'internal', 'conns')).filter((text) => !text.startsWith('// Code generated')),
    ...goFiles(join(source, 'internal', 'provider')),
  ];
  await copyTree(source, target, (path) => isWanted(path, compiled));
  writeFileSync(join(target, packagesFile), keepServicePackages(packages, services));
  const client = readFileSync(join(source, clientFile), 'utf8');
  writeFileSync(join(target, clientFile), keepClients(client, calledClients(callers)));
}

/** Whether a file or folder of the module is needed to build the provider with some services. */
export function isWanted(path: string, services: readonly string[]): boolean {
  const [top = '', second = '', service, file] = path.split(sep);
  if (['.ci', '.github', 'docs', 'examples', 'infrastructure', 'skaff', 'website'].includes(top))
    return false;
  if (path.endsWith('_test.go')) return false;
  if (join(top, second) !== servicesFolder || service === undefined || file === undefined) return true;
  // `internal/embed.go` takes these files of the services in.
  return services.includes(service) || file === 'smarterr.hcl';
}

/** Names of the packages that a `service_packages_gen.go` registers. */
export function registeredServices(source: string): string[] {
  return [...source.matchAll(/^\t\t(\w+)\.ServicePackage\(ctx\),$/gm)].map((match) => match[1] ?? '');
}

/** A `service_packages_gen.go` that registers only some packages. */
export function keepServicePackages(source: string, services: readonly string[]): string {
  const kept = source.replace(/^\t\t(\w+)\.ServicePackage\(ctx\),\n/gm, (line, name: string) =>
    services.includes(name) ? line : '',
  );
  return dropUnusedImports(kept);
}

/** An `awsclient_gen.go` that has only some of the client's methods. */
export function keepClients(source: string, methods: ReadonlySet<string>): string {
  const kept = source.replace(
    /^func \(c \*AWSClient\) (\w+)\([^\n]*\{\n[^]*?\n\}\n\n?/gm,
    (method, name: string) => (methods.has(name) ? method : ''),
  );
  return dropUnusedImports(kept);
}

/** The given services and all that they import, directly or through one another. */
export function importedServices(
  services: readonly string[],
  sources: (service: string) => readonly string[],
): string[] {
  const found = new Set<string>();
  const open = [...services];
  for (let service = open.pop(); service !== undefined; service = open.pop()) {
    if (found.has(service)) continue;
    found.add(service);
    for (const text of sources(service)) {
      for (const match of text.matchAll(new RegExp(`"${modulePath}/internal/service/(\\w+)`, 'g'))) {
        if (match[1] !== undefined) open.push(match[1]);
      }
    }
  }
  return [...found].sort();
}

function calledClients(sources: readonly string[]): Set<string> {
  return new Set(
    sources.flatMap((text) => [...text.matchAll(/\.(\w+Client)\b/g)].map((match) => match[1] ?? '')),
  );
}

/** Removes the imports whose name the rest of the file does not use. */
function dropUnusedImports(source: string): string {
  const end = source.indexOf('\n)\n', source.indexOf('import (')) + 3;
  const body = source.slice(end);
  const imports = source.slice(0, end).replace(/^\t(?:(\w+) )?"([^"]+)"\n/gm, (line, alias, path: string) => {
    const name = (alias as string | undefined) ?? path.slice(path.lastIndexOf('/') + 1);
    return new RegExp(`\\b${name}\\.`).test(body) ? line : '';
  });
  return imports + body;
}

function goFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.go') && !file.endsWith('_test.go'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}
