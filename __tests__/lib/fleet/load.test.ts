import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { overlaps, parseCidr } from '../../../lib/validation/cidr';
import { loadFleet, loadFluxManifests } from '../../../lib/fleet/load';
import { checkout } from '../../support/synth';
import { configurationErrorOf, fixture } from './fixtures';

const sandboxUrls = {
  SANDBOX_GIT_URL: 'http://127.0.0.1:4000/fleet.git',
  SANDBOX_CHARTS_KEY: 'a2V5',
  SANDBOX_CHARTS_URL: 'oci://127.0.0.1:4001/charts',
};

describe('the fleets of the checkout', () => {
  test.each(['dev', 'prod', 'sandbox'])('%s is valid', (name) => {
    expect(loadFleet({ env: { FLEET: name, ...sandboxUrls } }).environment).toBe(name);
  });

  test('dev is the one without FLEET', () => {
    expect(loadFleet({ env: {} }).environment).toBe('dev');
  });

  test('dev is the one with an empty FLEET', () => {
    expect(loadFleet({ env: { FLEET: '' } }).environment).toBe('dev');
  });

  test('dev and prod can be connected: their networks do not overlap', () => {
    const [dev, prod] = ['dev', 'prod'].map((name) =>
      parseCidr(loadFleet({ env: { FLEET: name } }).network.cidr)!,
    );
    expect(overlaps(dev!, prod!)).toBe(false);
  });

  test('the sandbox takes its URLs from the environment', () => {
    const { flux } = loadFleet({ env: { FLEET: 'sandbox', ...sandboxUrls } });
    expect([flux.sync.url, flux.charts]).toEqual([
      sandboxUrls.SANDBOX_GIT_URL,
      sandboxUrls.SANDBOX_CHARTS_URL,
    ]);
  });

  test('the sandbox outside its shell is told all variables at once', () => {
    const { problems } = configurationErrorOf(() => loadFleet({ env: { FLEET: 'sandbox' } }));
    expect(problems.map(({ remedy }) => remedy)).toEqual([
      'Set SANDBOX_CHARTS_URL, or write the value into the file.',
      'Set SANDBOX_GIT_URL, or write the value into the file.',
      'Set SANDBOX_CHARTS_KEY, or write the value into the file.',
      'Set SANDBOX_GIT_URL, or write the value into the file.',
    ]);
  });

  test('messages name the file relative to the checkout', () => {
    const { problems } = configurationErrorOf(() => loadFleet({ env: { FLEET: 'sandbox' } }));
    expect(problems[0]?.file).toBe('fleet/sandbox.yaml');
  });

  test('an unknown name is answered with those that exist and the nearest', () => {
    expect(configurationErrorOf(() => loadFleet({ env: { FLEET: 'prd' } })).format()).toBe(
      'fleet/prd.yaml: FLEET: "prd" names a file that does not exist. Allowed: dev, prod, sandbox. ' +
        'Did you mean prod? Set FLEET=prod.',
    );
  });

  test('a name that is near to none is answered with what to do', () => {
    expect(configurationErrorOf(() => loadFleet({ env: { FLEET: 'staging' } })).format()).toBe(
      'fleet/staging.yaml: FLEET: "staging" names a file that does not exist. Allowed: dev, prod, sandbox. ' +
        'Set FLEET to a fleet, or make fleet/staging.yaml.',
    );
  });

  test.each(['../secrets', 'Dev', 'a'.repeat(21), 'dev.yaml', '1st', 'no', 'null'])(
    '%s cannot be the name of one',
    (name) => {
      expect(configurationErrorOf(() => loadFleet({ env: { FLEET: name } })).format()).toBe(
        `fleet: FLEET: "${name}" is not the name of a fleet. ` +
          'Allowed: 1 to 20 lower-case letters, digits and hyphens, the first a letter, and not yes, no, on, off, true, false, null, y or n. ' +
          'Set FLEET to the name of a file in that folder, without .yaml.',
      );
    },
  );
});

describe('another folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fleet-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is read instead', () => {
    writeFileSync(join(folder, 'blue.yaml'), fixture('valid', 'minimal.yaml').replace('dev', 'blue'));
    expect(loadFleet({ env: { FLEET: 'blue' }, folder }).cluster.name).toBe('infra-fleet-blue');
  });

  test('without a file says so', () => {
    expect(configurationErrorOf(() => loadFleet({ env: {}, folder })).problems[0]?.allowed).toBe(
      'the name of a file, but the folder has none',
    );
  });

  test('that does not exist says so', () => {
    const missing = join(folder, 'missing');
    expect(configurationErrorOf(() => loadFleet({ env: {}, folder: missing })).problems[0]?.problem).toBe(
      'names a file that does not exist',
    );
  });
});

describe('the manifests of Flux', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gitops-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test.each(['dev', 'prod', 'sandbox'])('those of %s are valid', (name) => {
    const fleet = loadFleet({ env: { FLEET: name, ...sandboxUrls } });
    expect(loadFluxManifests(fleet).instance.spec.sync.url).toBe(fleet.flux.sync.url);
  });

  test('a cluster without them is told which files to make', () => {
    const fleet = loadFleet({ env: { FLEET: 'dev' } });
    const at = join(folder, 'gitops', 'clusters', 'dev');
    mkdirSync(at, { recursive: true });
    const { problems } = configurationErrorOf(() => loadFluxManifests(fleet, { project: folder }));
    expect(problems.map(({ file, problem }) => `${file} ${problem.split(',')[0]}`)).toEqual(
      ['flux-system/flux-operator.yaml', 'flux-system/flux-instance.yaml', 'kustomization.yaml'].map(
        (name) => `${join(at, name)} does not exist`,
      ),
    );
  });

  const dev = loadFleet({ env: { FLEET: 'dev' } });
  const withSync = (
    sync: { checkout?: string; path?: string },
    owner: 'git' | 'terraform' = 'terraform',
  ) => ({
    ...dev,
    flux: { ...dev.flux, owner, sync: { ...dev.flux.sync, ...sync } },
  });
  const elsewhere = { path: 'clusters/blue' };

  test('a folder without kustomization.yaml, of which Flux applies everything, is right if Git owns Flux', () => {
    cpSync(
      join(checkout, 'gitops', 'clusters', 'dev', 'flux-system'),
      join(folder, 'gitops', 'clusters', 'dev', 'flux-system'),
      {
        recursive: true,
      },
    );
    const fleet = loadFleet({ env: { FLEET: 'dev' } });
    const ownedByGit = { ...fleet, flux: { ...fleet.flux, owner: 'git' as const } };
    expect(() => loadFluxManifests(ownedByGit, { project: folder })).not.toThrow();
  });

  test('a fleet whose cluster has no folder gets those that are common to all', () => {
    const fleet = { ...withSync(elsewhere), environment: 'blue' };
    expect(loadFluxManifests(fleet).instance.spec.commonMetadata?.labels).toEqual({ environment: 'blue' });
  });

  test('a fleet whose cluster has no folder cannot leave Flux to Git', () => {
    expect(
      configurationErrorOf(() => loadFluxManifests(withSync(elsewhere, 'git'))).problems[0]?.problem,
    ).toBe('does not exist');
  });

  describe('in the checkout of another repository', () => {
    const fleet = withSync({ checkout: '../other', path: 'clusters/blue' });
    let project: string;
    let cluster: string;
    beforeEach(() => {
      project = join(folder, 'project');
      cluster = join(folder, 'other/clusters/blue');
      cpSync(join(checkout, 'gitops'), join(project, 'gitops'), { recursive: true });
    });

    test('are read there', () => {
      cpSync(join(checkout, 'gitops/clusters/prod'), cluster, { recursive: true });
      expect(loadFluxManifests(fleet, { project }).instance.spec.storage).toBeDefined();
    });

    test('are checked for their owner there', () => {
      cpSync(join(checkout, 'gitops/clusters/dev'), cluster, { recursive: true });
      writeFileSync(join(cluster, 'kustomization.yaml'), 'resources: [flux-system]\n');
      const { problems } = configurationErrorOf(() => loadFluxManifests(fleet, { project }));
      expect(problems[0]).toMatchObject({
        file: join(cluster, 'kustomization.yaml'),
        problem: expect.stringContaining('gives Flux what Terraform owns') as string,
      });
    });

    test('may be absent, if Terraform owns Flux', () => {
      mkdirSync(cluster, { recursive: true });
      expect(loadFluxManifests(fleet, { project }).instance.metadata.name).toBe('flux');
    });

    test('are not taken from elsewhere without that checkout', () => {
      expect(configurationErrorOf(() => loadFluxManifests(fleet, { project })).problems).toMatchObject([
        { file: 'fleet/dev.yaml', path: 'flux.sync.checkout', given: '"../other"' },
      ]);
    });
  });
});
