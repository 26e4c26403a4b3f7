import { withResource } from '../e2e/support/canary-fleet';
import { applied } from './support/applied';
import { everythingReady, kubectl, seconds } from './support/cluster';
import { Deletions } from './support/deletions';
import { FleetClone } from './support/fleet-clone';
import { withFluxChoices } from './support/flux-choices';
import { missing, takeInventory } from './support/inventory';
import { layers } from './support/layers';
import { inSeconds, measured } from './support/measured';
import { deployFlux, destroyFlux } from './support/stacks';

beforeAll(async () => await everythingReady(120));
afterAll(async () => {
  await deployFlux();
  await everythingReady(180);
});

async function definitionsOfFlux(): Promise<string[]> {
  const names = await kubectl(['get', 'customresourcedefinitions', '--output=name']);
  return names.split('\n').filter((name) => name.includes('fluxcd'));
}

test('uninstall: workloads run on, nothing of Flux is left', async () => {
  const before = await takeInventory(false);
  const time = await seconds(destroyFlux);
  const after = await takeInventory(false);
  const lost = [...missing(before.objects, after.objects), ...missing(before.pods, after.pods)];
  const definitions = await definitionsOfFlux();
  measured(
    inSeconds(time),
    `${lost.length} of ${before.objects.length + before.pods.length} objects lost`,
    `${definitions.length} custom resource definitions left`,
  );
  expect({ lost, definitions }).toEqual({ lost: [], definitions: [] });
});

test('uninstall: bounded while no controller runs', async () => {
  await deployFlux();
  await everythingReady(180);
  const before = await takeInventory(false);
  await kubectl(['scale', 'deployment', '--all', '--replicas=0', '--namespace=flux-system']);
  const time = await seconds(destroyFlux);
  const after = await takeInventory(false);
  const lost = [...missing(before.objects, after.objects), ...missing(before.pods, after.pods)];
  const definitions = await definitionsOfFlux();
  measured(
    inSeconds(time),
    `${lost.length} of ${before.objects.length + before.pods.length} objects lost`,
    `${definitions.length} custom resource definitions left`,
  );
  expect({ lost, definitions }).toEqual({ lost: [], definitions: [] });
});

describe('uninstall with the workloads:', () => {
  const root = 'gitops/clusters/sandbox/kustomization.yaml';
  /** Neither in alphabetical order nor against it: nothing but the dependencies orders them. */
  const chain = ['cache', 'database', 'api'];
  const stepSeconds = 30;
  const removing = { onDestroy: 'remove-workloads', destroyTimeout: `${stepSeconds}s` };
  /** A step for each Kustomization and HelmRelease, and two for Flux and its operator. */
  const boundSeconds = (chain.length + 4 + 2) * stepSeconds;
  let clone: FleetClone;

  beforeAll(async () => {
    clone = await FleetClone.ofMain();
    clone.write({ ...layers(chain), [root]: withResource(clone.read(root), 'layers.yaml') });
    await deployFlux(withFluxChoices(removing));
    await applied(await clone.push());
    await everythingReady(120);
  });
  afterAll(async () => await clone.revert());

  test('dependents go before what they depend on, nothing of Flux is left', async () => {
    const deletions = new Deletions('deployments');
    const time = await seconds(async () => await destroyFlux(withFluxChoices(removing)));
    await deletions.stop();
    const { objects, pods } = await takeInventory(false);
    const workloads = [...objects.filter((object) => object.includes('applications')), ...pods];
    const definitions = await definitionsOfFlux();
    const order = deletions.names.filter((name) => chain.includes(name));
    measured(inSeconds(time), `Deployments in the order of their deletion: ${deletions.names.join(', ')}`);
    expect({ order, definitions, workloads }).toEqual({
      order: chain.toReversed(),
      definitions: [],
      workloads: [],
    });
    expect(time).toBeLessThan(boundSeconds);
  });
});
