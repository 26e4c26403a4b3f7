import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../support/synth';
import { bootstrappedRepository, bootstrapSync, withoutComponents } from './support/bootstrapped';
import { apply, everythingReady, kubectl, kubectlJson, seconds, until } from './support/cluster';
import { FleetClone } from './support/fleet-clone';
import { missing, takeInventory, type Inventory } from './support/inventory';
import { inSeconds, measured } from './support/measured';
import { deployFlux, destroyFlux } from './support/stacks';

const version = '2.7.3';
const fleetFile = join(checkout, 'fleet/sandbox.yaml');
const fleet = readFileSync(fleetFile, 'utf8');

let clone: FleetClone;
let before: Inventory;
let definitions: readonly string[];

async function definitionNames(): Promise<readonly string[]> {
  const names = await kubectl(['get', 'customresourcedefinitions', '--output=name']);
  return names.split('\n').filter((name) => name.endsWith('.toolkit.fluxcd.io'));
}

/** Everything that the change took away or made anew. */
async function lost(): Promise<string[]> {
  const after = await takeInventory(true);
  return [
    ...missing(before.objects, after.objects),
    ...missing(before.pods, after.pods),
    ...missing(definitions, await definitionNames()),
  ];
}

/** Waits until the root Kustomization has applied a revision. */
async function applied(revision: string): Promise<void> {
  await until(`${revision} to be applied`, 120, async () => {
    const { status } = await kubectlJson<{ status?: { lastAppliedRevision?: string } }>([
      'get',
      'kustomization/flux-system',
      '--namespace=flux-system',
    ]);
    return status?.lastAppliedRevision?.endsWith(revision) === true ? true : undefined;
  });
}

beforeAll(async () => {
  await everythingReady(120);
  await destroyFlux();
  clone = await FleetClone.ofMain();
  clone.write(bootstrappedRepository(version));
  const revision = await clone.push();
  await kubectl(['apply', '--server-side', '--kustomize', join(clone.folder, 'clusters/sandbox/gotk')]);
  await kubectl([
    'wait',
    'deployments',
    '--all',
    '--for=condition=Available',
    '--timeout=120s',
    '-n=flux-system',
  ]);
  await apply(bootstrapSync(clone.url));
  await applied(revision);
  await everythingReady(120);
  before = await takeInventory(true);
  definitions = await definitionNames();
});

afterAll(async () => {
  writeFileSync(fleetFile, fleet);
  await clone.revert();
  await deployFlux();
  await everythingReady(180);
});

test('adoption: before it, Flux has its own components in the inventory of a Kustomization that prunes', () => {
  const components = before.entries.filter((entry) => entry.includes('-controller_apps_Deployment'));
  measured(`${components.length} Deployments of Flux`);
  expect(components).toHaveLength(4);
});

test('adoption: the stacks take over what flux bootstrap has installed, nothing is deleted or made anew', async () => {
  writeFileSync(fleetFile, fleet.replace(/^flux:$/m, 'flux:\n  adopt: true'));
  const time = await seconds(async () => {
    await deployFlux();
    await everythingReady(180);
  });
  const gone = await lost();
  const all = before.objects.length + before.pods.length + definitions.length;
  measured(inSeconds(time), `${gone.length} of ${all} objects, pods and definitions deleted or made anew`);
  expect(gone).toEqual([]);
});

test('adoption: the files of flux bootstrap leave Git, nothing is pruned', async () => {
  clone.write(withoutComponents);
  await applied(await clone.push());
  await everythingReady(120);
  const gone = await lost();
  measured(`${before.entries.length} objects were in the inventories, ${gone.length} pruned`);
  expect(gone).toEqual([]);
});
