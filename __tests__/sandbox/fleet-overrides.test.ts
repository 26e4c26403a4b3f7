import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadFluxManifests } from '../../lib/fleet/load';
import { parseFleet } from '../../lib/fleet/parse';
import type { FleetConfig } from '../../lib/fleet/schema';
import { fixturesIn } from '../lib/fleet/fixtures';
import { checkout } from '../support/synth';

const read = (file: string): string => readFileSync(join(checkout, file), 'utf8');

/** A fleet as it is inside the sandbox's shell. */
function inSandbox(environment: string, text: string): FleetConfig {
  return parseFleet({
    file: `fleet/${environment}.yaml`,
    environment,
    text,
    overrides: [
      {
        file: 'sandbox/fleet-overrides.yaml',
        text: read('sandbox/fleet-overrides.yaml'),
        variable: 'FLEET_LOCAL_OVERRIDES',
      },
    ],
    env: {
      SANDBOX_GIT_URL: 'http://127.0.0.1:1/fleet.git',
      SANDBOX_CHARTS_URL: 'oci://127.0.0.1:2/charts',
      SANDBOX_CHARTS_KEY: 'a2V5',
    },
  });
}

test.each(fixturesIn('valid'))('a fleet as in $name can be deployed in the sandbox', ({ text }) => {
  expect(inSandbox('dev', text).aws).toMatchObject({ account: '000000000000', region: 'eu-west-2' });
});

test.each(['dev', 'prod', 'sandbox'])('%s can be deployed in the sandbox', (fleet) => {
  expect(inSandbox(fleet, read(`fleet/${fleet}.yaml`)).state).toEqual({
    kind: 'local',
    folder: `.sandbox/terraform/${fleet}`,
  });
});

test.each(['dev', 'prod', 'sandbox', 'new'])('Flux of %s can be deployed in the sandbox', (environment) => {
  const text = read(`fleet/${environment === 'new' ? 'dev' : environment}.yaml`);
  const fleet = inSandbox(environment, text.replace('environment: dev', `environment: ${environment}`));
  expect(loadFluxManifests(fleet).instance.spec.sync.url).toBe('http://127.0.0.1:1/fleet.git');
});

test('prod keeps its shape', () => {
  const { network, cluster } = inSandbox('prod', read('fleet/prod.yaml'));
  expect([network.nat, cluster.nodeGroup.amiType, cluster.zonalShift]).toEqual([
    'zone',
    'BOTTLEROCKET_ARM_64',
    true,
  ]);
});

test('the fleet of the sandbox is the same without the overrides', () => {
  const text = read('fleet/sandbox.yaml');
  const env = {
    SANDBOX_GIT_URL: 'http://127.0.0.1:1/fleet.git',
    SANDBOX_CHARTS_URL: 'oci://127.0.0.1:2/charts',
    SANDBOX_CHARTS_KEY: 'a2V5',
  };
  const { versions, ...alone } = parseFleet({
    file: 'fleet/sandbox.yaml',
    environment: 'sandbox',
    text,
    env,
  });
  expect(inSandbox('sandbox', text)).toMatchObject({
    ...alone,
    versions: { awsProvider: versions.awsProvider },
  });
});
