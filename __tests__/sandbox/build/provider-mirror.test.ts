import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  forgetOtherProviders,
  offlineConfiguration,
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
