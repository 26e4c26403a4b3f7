import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadFleet } from '../../../lib/fleet/load';
import { parseFleet } from '../../../lib/fleet/parse';
import type { FleetConfig } from '../../../lib/fleet/schema';
import { configurationErrorOf, expectRefusal, fixture, fixturesIn } from './fixtures';

const minimal = fixture('valid', 'minimal.yaml');

/** Parses the smallest fleet file as fleet/dev.yaml with overrides. */
function overridden(overrides: string, env: NodeJS.ProcessEnv = {}, text = minimal): FleetConfig {
  return parseFleet({
    file: 'fleet/dev.yaml',
    environment: 'dev',
    text,
    overrides: [{ file: 'overrides.yaml', text: overrides, variable: 'FLEET_OVERRIDES' }],
    env,
  });
}

test.each(fixturesIn('invalid-overrides'))('$name is refused', ({ text }) => {
  expectRefusal(text, () => overridden(text));
});

test('a problem is said of the file that decides the value', () => {
  const { problems } = configurationErrorOf(() =>
    overridden('network: { nat: both }', {}, minimal.replace('eu-west-2', 'eu')),
  );
  const files = problems.map(({ file, path }) => `${file}: ${path}`);
  expect(files).toEqual(
    expect.arrayContaining(['fleet/dev.yaml: aws.region', 'overrides.yaml: network.nat']),
  );
});

test('a key that is missing from a mapping is said of the file that has the mapping', () => {
  const { problems } = configurationErrorOf(() => overridden('budget: {}\naws: { region: null }'));
  expect(problems.map(({ file, path }) => `${file}: ${path}`)).toEqual([
    'overrides.yaml: aws.region',
    'overrides.yaml: budget.monthlyUsd',
    'overrides.yaml: budget.emails',
  ]);
});

test('a mapping is merged key by key', () => {
  const { aws } = overridden(`aws: { account: '000000000000' }`);
  expect([aws.account, aws.region]).toEqual(['000000000000', 'eu-west-2']);
});

test('a list stands in place of the list of the fleet file', () => {
  const { network } = overridden('network: { zones: [eu-west-2c, eu-west-2a] }');
  expect(network.zones).toEqual(['eu-west-2c', 'eu-west-2a']);
});

test('an empty value takes a key away', () => {
  const text = minimal.replace('cluster:', 'cluster:\n  deletionProtection: true');
  expect(overridden('cluster: { deletionProtection: null }', {}, text).cluster.deletionProtection).toBe(
    false,
  );
});

test('an empty value may name a key of another kind of source or state', () => {
  const overrides = 'state: { kind: local, bucket: null }\nflux: { sync: { tag: null, caFile: null } }';
  expect(overridden(overrides).flux.sync.kind).toBe('git');
});

test('an empty value for a key that is not there changes nothing', () => {
  expect(overridden('budget: null').budget).toBeUndefined();
});

test('FLEET stands for the fleet, whether the variable is set or not', () => {
  const { state } = overridden('state: { kind: local, folder: "states/${FLEET}" }');
  expect(state).toEqual({ kind: 'local', folder: 'states/dev' });
});

describe('FLEET_OVERRIDES', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'overrides-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test.each(['dev', 'prod'])('is laid over %s', (name) => {
    const file = join(folder, 'overrides.yaml');
    writeFileSync(file, 'cluster: { logs: { retentionDays: 7 } }\n');
    expect(loadFleet({ env: { FLEET: name, FLEET_OVERRIDES: file } }).cluster.logs.retentionDays).toBe(7);
  });

  test('is laid over the fleet file before FLEET_LOCAL_OVERRIDES is', () => {
    const [choices, local] = ['choices.yaml', 'local.yaml'].map((name) => join(folder, name)) as [
      string,
      string,
    ];
    writeFileSync(choices, 'cluster: { deletionProtection: true, logs: { retentionDays: 7 } }\n');
    writeFileSync(local, 'cluster: { deletionProtection: false }\n');
    const { cluster } = loadFleet({ env: { FLEET_OVERRIDES: choices, FLEET_LOCAL_OVERRIDES: local } });
    expect([cluster.deletionProtection, cluster.logs.retentionDays]).toEqual([false, 7]);
  });

  test('without a value is as if it were not set', () => {
    expect(loadFleet({ env: { FLEET_OVERRIDES: '' } })).toEqual(loadFleet({ env: {} }));
  });

  test('that names no file is one clear error', () => {
    expect(
      configurationErrorOf(() => loadFleet({ env: { FLEET_OVERRIDES: 'fleet/none.yaml' } })).format(),
    ).toBe(
      'fleet/none.yaml: FLEET_OVERRIDES: "fleet/none.yaml" names a file that does not exist. ' +
        'Allowed: the path of a YAML file with keys of a fleet file. Fix FLEET_OVERRIDES, or unset it.',
    );
  });

  test.each([
    ['a folder', 'fleet', 'fleet'],
    ['a device', '/dev/zero', '/dev/zero'],
  ])('that names %s is one clear error', (_, name, file) => {
    expect(configurationErrorOf(() => loadFleet({ env: { FLEET_OVERRIDES: name } })).format()).toBe(
      `${file}: the file is a folder, a pipe or a device. Allowed: a regular file. Put a file there, or name another.`,
    );
  });

  test('that names a large file is one clear error', () => {
    const file = join(folder, 'large.yaml');
    writeFileSync(file, '');
    truncateSync(file, 5_000_000_000);
    expect(
      configurationErrorOf(() => loadFleet({ env: { FLEET_OVERRIDES: file } })).problems[0]?.problem,
    ).toBe('has 5000000000 bytes');
  });
});
