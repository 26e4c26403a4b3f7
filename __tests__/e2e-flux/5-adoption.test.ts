import { join } from 'node:path';
import { applied } from './support/applied';
import { bootstrappedRepository, bootstrapSync, legacyRepository } from './support/bootstrapped';
import { apply, deploymentsAvailable, everythingReady, kubectl, seconds } from './support/cluster';
import { FleetClone } from './support/fleet-clone';
import { withFluxChoices } from './support/flux-choices';
import { inSeconds, measured } from './support/measured';
import { deployFlux, destroyFlux } from './support/stacks';
import { Standing } from './support/standing';

const version = '2.9.5';

let clone: FleetClone;
let before: Standing;

beforeAll(async () => {
  await everythingReady(120);
  await destroyFlux();
  clone = await FleetClone.ofMain();
  clone.write(bootstrappedRepository(version));
  const revision = await clone.push();
  await kubectl([
    'apply',
    '--server-side',
    '--kustomize',
    join(clone.folder, 'gitops/clusters/sandbox/gotk'),
  ]);
  await deploymentsAvailable('flux-system');
  await apply(bootstrapSync(clone.url));
  await applied(revision);
  await everythingReady(120);
  before = await Standing.now();
});

afterAll(async () => {
  await clone.revert();
  await deployFlux();
  await everythingReady(180);
});

test('adoption: before it, Flux has its own components in the inventory of a Kustomization that prunes', () => {
  const { entries } = before.inventory;
  const components = entries.filter((entry) => entry.includes('-controller_apps_Deployment'));
  measured(`${components.length} Deployments of Flux`);
  expect(components).toHaveLength(4);
});

test('adoption: the stacks take over what flux bootstrap has installed, nothing is deleted or made anew', async () => {
  const time = await seconds(async () => {
    await deployFlux(withFluxChoices({ adopt: true }));
    await everythingReady(180);
  });
  const gone = await before.lost();
  measured(
    inSeconds(time),
    `${gone.length} of ${before.size} objects, pods and definitions deleted or made anew`,
  );
  expect(gone).toEqual([]);
});

test('adoption: the files of flux bootstrap leave Git, nothing is pruned', async () => {
  clone.write(legacyRepository);
  await applied(await clone.push());
  await everythingReady(120);
  const gone = await before.lost();
  measured(`${before.inventory.entries.length} objects were in the inventories, ${gone.length} pruned`);
  expect(gone).toEqual([]);
});
