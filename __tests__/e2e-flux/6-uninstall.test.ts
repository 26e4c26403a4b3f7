import { everythingReady, kubectl, seconds } from './support/cluster';
import { missing, takeInventory } from './support/inventory';
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
