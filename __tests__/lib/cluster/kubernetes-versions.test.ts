import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { kubernetesVersions } from '../../../lib/cluster/kubernetes-versions';
import { loadFleet } from '../../../lib/fleet/load';
import { checkout } from '../../support/synth';

const noticeDays = 60;
const fleets = readdirSync(join(checkout, 'fleet')).map((file) => file.replace(/\.yaml$/, ''));
const env = {
  SANDBOX_GIT_URL: 'http://127.0.0.1:1/fleet.git',
  SANDBOX_CHARTS_URL: 'oci://127.0.0.1:2/charts',
  SANDBOX_CHARTS_KEY: 'a2V5',
};

test.each(fleets)('the Kubernetes version of %s is in standard support for 60 days more', (fleet) => {
  const { kubernetesVersion } = loadFleet({ env: { ...env, FLEET: fleet } }).cluster;
  const { standardSupportEnds } = kubernetesVersions[kubernetesVersion]!;
  const daysLeft = (Date.parse(standardSupportEnds) - Date.now()) / (24 * 3600 * 1000);
  expect(daysLeft).toBeGreaterThan(noticeDays);
});
