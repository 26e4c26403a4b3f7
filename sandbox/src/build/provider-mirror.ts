import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { checkout, state } from '../paths.js';
import { buildFolder } from './build-key.js';
import {
  awsProviderVersion,
  type BuildSetName,
  helmProviderVersion,
  kubernetesProviderVersion,
} from './build-sets.js';

/** Terraform providers that the sandbox builds. */
export const providers: readonly { name: string; version: string; set: BuildSetName }[] = [
  { name: 'aws', version: awsProviderVersion, set: 'aws' },
  { name: 'helm', version: helmProviderVersion, set: 'providers' },
  { name: 'kubernetes', version: kubernetesProviderVersion, set: 'providers' },
];

/** Terraform and OpenTofu each read a provider's short name as one of their own registry. */
const registryHosts = ['registry.terraform.io', 'registry.opentofu.org'] as const;

const mirror = join(state.root, 'providers');

/** Terraform's CLI configuration file of the sandbox. */
export const terraformrc = join(state.home, 'terraformrc');

/**
 * Where `terraform init` gets the three providers: `offline`, the ones that the sandbox builds (pinned, no registry
 * needed); `registry`, the published ones; or a folder that `terraform providers mirror` filled with published ones, where
 * those that it lacks are the sandbox's.
 */
export type ProviderSource = 'offline' | 'registry' | { readonly mirror: string };

/** Writes Terraform's CLI configuration and, unless a registry is asked, the folder that it takes the providers from. */
export function writeProviderMirror(source: ProviderSource): void {
  rmSync(mirror, { recursive: true, force: true });
  const packages = source === 'registry' ? [] : providers.map((provider) => packageOf(provider, source));
  for (const host of registryHosts) for (const found of packages) link(host, found);
  const identity = source === 'registry' ? [source] : packages.map(({ target }) => target);
  forgetOtherProviders(join(checkout, 'cdktf.out'), identity.join('\n'));
  mkdirSync(dirname(terraformrc), { recursive: true });
  writeFileSync(
    terraformrc,
    source === 'registry' ? 'disable_checkpoint = true\n' : offlineConfiguration(mirror),
  );
}

/** The providers, by name, that are the sandbox's own builds. */
export function ownProviders(): readonly string[] {
  return providers
    .filter((provider) => {
      const path = join(mirror, registryHosts[0], unpackedFolder(provider), programOf(provider));
      return existsSync(path) && readlinkSync(path) === builtProgram(provider);
    })
    .map(({ name }) => name);
}

/**
 * Lets `terraform init` accept providers that were rebuilt: Terraform remembers the checksums of those that it installed
 * in a stack's output folder, and refuses others of the same version. Only that memory is removed, and only when the
 * providers are others than the last time.
 *
 * @param identity tells one set of providers from another
 */
export function forgetOtherProviders(outputFolder: string, identity: string): void {
  const marker = join(outputFolder, 'sandbox-providers');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === identity) return;
  const stacks = join(outputFolder, 'stacks');
  for (const stack of existsSync(stacks) ? readdirSync(stacks) : []) {
    rmSync(join(stacks, stack, '.terraform.lock.hcl'), { force: true });
    rmSync(join(stacks, stack, '.terraform', 'providers'), { recursive: true, force: true });
  }
  mkdirSync(outputFolder, { recursive: true });
  writeFileSync(marker, identity);
}

/** Terraform's CLI configuration that takes the sandbox's providers from a folder and all others from their registry. */
export function offlineConfiguration(folder: string): string {
  const names = registryHosts.flatMap((host) => providers.map(({ name }) => `"${host}/hashicorp/${name}"`));
  const list = `[${names.join(', ')}]`;
  return [
    'disable_checkpoint = true',
    'provider_installation {',
    '  filesystem_mirror {',
    `    path    = ${JSON.stringify(folder)}`,
    `    include = ${list}`,
    '  }',
    '  direct {',
    `    exclude = ${list}`,
    '  }',
    '}',
    '',
  ].join('\n');
}

type Provider = (typeof providers)[number];

/** A program, or a packed provider, and its place in a mirror, below the folder of its host. */
interface ProviderPackage {
  readonly place: string;
  readonly target: string;
}

/**
 * A provider as the given mirror has it, packed or not, and else the one that the sandbox builds
 * (https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror).
 */
export function packageOf(provider: Provider, source: Exclude<ProviderSource, 'registry'>): ProviderPackage {
  const built = {
    place: join(unpackedFolder(provider), programOf(provider)),
    target: builtProgram(provider),
  };
  if (source === 'offline') return built;
  const places = [
    packedFile(provider),
    ...programsIn(join(source.mirror, registryHosts[0], unpackedFolder(provider)), provider),
  ];
  const found = places
    .map((place) => ({ place, target: join(source.mirror, registryHosts[0], place) }))
    .find(({ target }) => existsSync(target));
  return found ?? built;
}

function programsIn(folder: string, provider: Provider): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(`terraform-provider-${provider.name}_`))
    .map((name) => join(unpackedFolder(provider), name));
}

function link(host: string, { place, target }: ProviderPackage): void {
  const path = join(mirror, host, place);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

function unpackedFolder({ name, version }: Provider): string {
  return join('hashicorp', name, version, terraformPlatform());
}

function packedFile({ name, version }: Provider): string {
  return join('hashicorp', name, `terraform-provider-${name}_${version}_${terraformPlatform()}.zip`);
}

function builtProgram(provider: Provider): string {
  return join(buildFolder(provider.set), 'bin', programOf(provider));
}

function programOf({ name, version }: Provider): string {
  return `terraform-provider-${name}_v${version}`;
}

/** The machine's kind as Terraform names it, for example `linux_amd64`. */
export function terraformPlatform(platform: string = process.platform, arch: string = process.arch): string {
  return `${platform}_${arch === 'x64' ? 'amd64' : arch}`;
}
