import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  forgetOtherProviders,
  offlineConfiguration,
  packageOf,
  providers,
  terraformPlatform,
} from '../../../sandbox/src/build/provider-mirror.js';

describe('offlineConfiguration', () => {
  const blocks = offlineConfiguration('/mirror').split('direct {');

  it.each(['terraform.io', 'opentofu.org'])(
    'takes the three providers of registry.%s from the folder',
    (host) => {
      expect(blocks[0]).toContain(
        ['aws', 'helm', 'kubernetes'].map((name) => `"registry.${host}/hashicorp/${name}"`).join(', '),
      );
    },
  );

  it('never asks a registry for them', () => {
    expect(blocks[1]).toContain('exclude = ["registry.terraform.io/hashicorp/aws"');
  });
});

describe('terraformPlatform', () => {
  it.each([
    ['linux', 'x64', 'linux_amd64'],
    ['darwin', 'arm64', 'darwin_arm64'],
  ])('names %s on %s as Terraform does', (platform, arch, name) => {
    expect(terraformPlatform(platform, arch)).toBe(name);
  });
});

describe('forgetOtherProviders', () => {
  let output: string;
  const lockFile = (): string => join(output, 'stacks', 'network', '.terraform.lock.hcl');
  const writeLockFile = (): void => {
    mkdirSync(dirname(lockFile()), { recursive: true });
    writeFileSync(lockFile(), '');
  };

  beforeEach(() => {
    output = mkdtempSync(join(tmpdir(), 'output-'));
    forgetOtherProviders(output, 'first build');
    writeLockFile();
  });

  afterEach(() => rmSync(output, { recursive: true }));

  it('removes the checksums of providers that were built anew', () => {
    forgetOtherProviders(output, 'second build');
    expect(existsSync(lockFile())).toBe(false);
  });

  it('leaves the checksums of the same providers', () => {
    forgetOtherProviders(output, 'first build');
    expect(existsSync(lockFile())).toBe(true);
  });
});

describe('packageOf', () => {
  const helm = providers.find(({ name }) => name === 'helm')!;
  const hashicorp = (): string => join(mirror, 'registry.terraform.io', 'hashicorp', 'helm');
  let mirror: string;
  const put = (folder: string, name: string): string => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), '');
    return join(folder, name);
  };

  beforeEach(() => {
    mirror = mkdtempSync(join(tmpdir(), 'mirror-'));
  });

  afterEach(() => rmSync(mirror, { recursive: true }));

  it('is the program that a mirror holds', () => {
    const program = put(
      join(hashicorp(), helm.version, terraformPlatform()),
      `terraform-provider-helm_v${helm.version}_x5`,
    );
    expect(packageOf(helm, { mirror }).target).toBe(program);
  });

  it('is the packed provider that a mirror holds', () => {
    const zip = put(hashicorp(), `terraform-provider-helm_${helm.version}_${terraformPlatform()}.zip`);
    expect(packageOf(helm, { mirror }).target).toBe(zip);
  });

  it('is the one built here where the mirror has another version alone', () => {
    put(join(hashicorp(), '0.0.1', terraformPlatform()), 'terraform-provider-helm_v0.0.1');
    expect(packageOf(helm, { mirror })).toEqual(packageOf(helm, 'offline'));
  });
});
