import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadFleet } from '../../../lib/fleet/load';
import { unsetVariablesOf } from '../../../ops/gitops/fleet-variables';
import { folderTree } from '../../../ops/gitops/source-tree';
import { checkOut } from '../../../ops/guard/revision';
import { checkout, sandboxEnvironment } from '../../support/synth';

const fleets = readdirSync(join(checkout, 'fleet')).map((file) => file.replace('.yaml', ''));

const fleetNamed = (FLEET: string) => loadFleet({ env: { ...sandboxEnvironment, FLEET } });

test.each(fleets)('what the Flux of %s reconciles has every variable', (fleet) => {
  expect(unsetVariablesOf(fleetNamed(fleet))).toEqual({ faults: [], unknowns: [] });
});

test('a variable that a fleet no longer has is found in the example of a tenant', () => {
  const fleet = fleetNamed('sandbox');
  const without = { ...fleet, flux: { ...fleet.flux, variables: {} } };
  expect(unsetVariablesOf(without).faults).toContainEqual(
    expect.stringMatching(/^gitops\/tenants\/team-a\/sync\.yaml:\d+: \$\{TEAM_A_URL\} has no value/),
  );
});

test('a revision has the files of the commit', () => {
  const [git, folder] = [folderTree(checkOut(checkout, 'HEAD').folder), folderTree(checkout)];
  const path = 'gitops/tenants/kustomization.yaml';
  expect([git.read(path), git.read('gitops'), git.list('nowhere')]).toEqual([
    folder.read(path),
    undefined,
    undefined,
  ]);
});
