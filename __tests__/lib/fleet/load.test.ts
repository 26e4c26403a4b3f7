import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { overlaps, parseCidr } from '../../../lib/validation/cidr';
import { loadFleet, loadFluxManifests } from '../../../lib/fleet/load';
import { configurationErrorOf, fixture } from './fixtures';

const sandboxUrls = {
  SANDBOX_GIT_URL: 'http://127.0.0.1:4000/fleet.git',
  SANDBOX_CHARTS_OCI_URL: 'oci://127.0.0.1:8082/charts',
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
      'Set SANDBOX_CHARTS_OCI_URL, or write the value into the file.',
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
    const at = join(folder, 'clusters', 'dev');
    mkdirSync(at, { recursive: true });
    const { problems } = configurationErrorOf(() => loadFluxManifests(fleet, { folder }));
    expect(problems.map(({ file, problem }) => `${file} ${problem.split(',')[0]}`)).toEqual(
      ['flux-system/flux-instance.yaml', 'flux-system/flux-operator.yaml', 'kustomization.yaml'].map(
        (name) => `${join(at, name)} does not exist`,
      ),
    );
  });

  const withoutFolder = { ...loadFleet({ env: { FLEET: 'dev' } }), environment: 'blue' };

  test('a fleet whose cluster has no folder gets those that are common to all', () => {
    expect(loadFluxManifests(withoutFolder).instance.spec.commonMetadata?.labels).toEqual({
      environment: 'blue',
    });
  });

  test('a fleet whose cluster has no folder cannot leave Flux to Git', () => {
    const fleet = { ...withoutFolder, flux: { ...withoutFolder.flux, owner: 'git' as const } };
    expect(configurationErrorOf(() => loadFluxManifests(fleet)).problems[0]?.problem).toBe('does not exist');
  });
});
