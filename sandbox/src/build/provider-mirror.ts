import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
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
const providers: readonly { name: string; version: string; set: BuildSetName }[] = [
  { name: 'aws', version: awsProviderVersion, set: 'aws' },
  { name: 'helm', version: helmProviderVersion, set: 'providers' },
  { name: 'kubernetes', version: kubernetesProviderVersion, set: 'providers' },
];

/** Terraform and OpenTofu each read a provider's short name as one of their own registry. */
const registryHosts = ['registry.terraform.io', 'registry.opentofu.org'];

const mirror = join(state.root, 'providers');

/** Terraform's CLI configuration file of the sandbox. */
export const terraformrc = join(state.home, 'terraformrc');

/**
 * Where `terraform init` gets the three providers: `offline`, the ones that the sandbox builds (pinned, no registry
 * needed), or `registry`, the published ones.
 */
export type ProviderSource = 'offline' | 'registry';

/** Writes Terraform's CLI configuration and, for offline providers, the folder that it takes them from. */
export function writeProviderMirror(source: ProviderSource): void {
  rmSync(mirror, { recursive: true, force: true });
  if (source === 'offline') {
    for (const host of registryHosts) for (const provider of providers) linkProvider(host, provider);
  }
  const builds = source === 'offline' ? providers.map(({ set }) => buildFolder(set)) : [];
  forgetOtherProviders(join(checkout, 'cdktf.out'), [source, ...builds].join('\n'));
  mkdirSync(dirname(terraformrc), { recursive: true });
  writeFileSync(
    terraformrc,
    source === 'offline' ? offlineConfiguration(mirror) : 'disable_checkpoint = true\n',
  );
}

/**
 * Lets `terraform init` take providers that were built anew: Terraform remembers the checksums of those that it installed
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

function linkProvider(host: string, provider: (typeof providers)[number]): void {
  const folder = join(mirror, host, 'hashicorp', provider.name, provider.version, terraformPlatform());
  const program = `terraform-provider-${provider.name}_v${provider.version}`;
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(buildFolder(provider.set), 'bin', program), join(folder, program));
}

/** The machine's kind as Terraform names it, for example `linux_amd64`. */
export function terraformPlatform(platform: string = process.platform, arch: string = process.arch): string {
  return `${platform}_${arch === 'x64' ? 'amd64' : arch}`;
}
