import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fluxFolder } from '../../../../lib/flux/manifests/flux-folder';
import { migrateManifests, oldManifests } from '../../../../ops/commands/upgrade/manifests';
import { parseVersion } from '../../../../lib/validation/version';
import { readVersions, writeVersions } from '../../../../ops/commands/upgrade/versions-in-git';
import { fixture, parseDev } from '../../../lib/fleet/fixtures';
import { checkout } from '../../../support/synth';

let project: string;
let gitops: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'infra-fleet-gitops-'));
  gitops = join(project, 'gitops');
  cpSync(join(checkout, 'gitops'), gitops, { recursive: true });
});
afterEach(() => rmSync(project, { recursive: true }));

function folderOf(environment: string, owner: 'terraform' | 'git') {
  const { sync } = parseDev(fixture('valid', 'minimal.yaml')).flux;
  return fluxFolder(project, { owner, sync: { ...sync, path: `gitops/clusters/${environment}` } });
}

const newer = { operator: parseVersion('0.60.0'), flux: parseVersion('2.8.8') };

describe.each(['sandbox', 'dev', 'prod', 'a-fleet-without-a-folder'])('the files of %s', (fleet) => {
  test('have both versions', () => {
    expect(() => readVersions(folderOf(fleet, 'terraform'))).not.toThrow();
  });

  test('have new versions after an upgrade', () => {
    const files = folderOf(fleet, 'terraform');
    writeVersions(files, newer);
    expect(readVersions(files)).toEqual(newer);
  });

  test.each(['operator', 'instance'] as const)('differ in one line of %s', (name) => {
    const files = folderOf(fleet, 'terraform');
    const before = readFileSync(files[name], 'utf8').split('\n');
    writeVersions(files, newer);
    const after = readFileSync(files[name], 'utf8').split('\n');
    expect(after.filter((line, index) => line !== before[index])).toHaveLength(1);
  });
});

test('a file that is missing is named with what to do', () => {
  const files = folderOf('owned-by-git', 'git');
  expect(() => readVersions(files)).toThrow(
    'clusters/owned-by-git/flux-system/flux-operator.yaml: the file, which says what Flux the fleet has, does not exist. Copy',
  );
});

test('a file without its version is named with the place', () => {
  const files = folderOf('dev', 'terraform');
  writeFileSync(files.instance, 'kind: FluxInstance\nspec: {}\n');
  expect(() => readVersions(files)).toThrow('FluxInstance has no spec.distribution.version');
});

const oldRelease =
  '# why\napiVersion: helm.toolkit.fluxcd.io/v2beta2 # old\nkind: HelmRelease\nmetadata: {name: a}\n';

function withManifest(text: string): string {
  mkdirSync(join(gitops, 'old'));
  const file = join(gitops, 'old', 'release.yaml');
  writeFileSync(file, text);
  return file;
}

test('a manifest in a version that is dropped is found with its successor', () => {
  withManifest(oldRelease);
  expect(oldManifests(gitops, parseVersion('2.7.3'), parseVersion('2.8.0'))).toMatchObject([
    { kind: 'HelmRelease', scalar: { line: 2 }, replacement: 'helm.toolkit.fluxcd.io/v2' },
  ]);
});

test('a manifest in a version that stays is left alone', () => {
  withManifest(oldRelease);
  expect(oldManifests(gitops, parseVersion('2.6.4'), parseVersion('2.7.3'))).toEqual([]);
});

test('migration keeps comments and everything else', () => {
  const file = withManifest(oldRelease);
  migrateManifests(oldManifests(gitops, parseVersion('2.7.3'), parseVersion('2.8.0')));
  expect(readFileSync(file, 'utf8')).toBe(oldRelease.replace('v2beta2', 'v2'));
});

test('a successor that the running release does not serve is none', () => {
  withManifest(oldRelease.replace('v2beta2', 'v2beta1'));
  expect(oldManifests(gitops, parseVersion('2.2.3'), parseVersion('2.8.0'))[0]?.replacement).toBeUndefined();
});
