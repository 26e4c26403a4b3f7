import { offlineConfiguration, terraformPlatform } from '../../../sandbox/src/build/provider-mirror.js';

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
