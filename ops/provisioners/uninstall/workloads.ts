import { inBatches } from '../../cluster/batches';
import type { FluxCluster, FluxObject } from '../../cluster/flux-cluster';
import { inventoryOf, nameOf, referenceTo } from '../../cluster/inventory';
import { describeReference, type ObjectReference } from '../../cluster/object-reference';
import { isKept, keepsWhatItApplied, reconcilers } from '../../cluster/pruning';
import { removableNow, type Removable } from '../../cluster/removal-order';
import { waitForAbsence } from './absence';
import { Controllers } from './controllers';
import { stripFinalizers } from './finalizers';

export interface RemoveWorkloadsProps {
  readonly cluster: FluxCluster;
  /** Of Flux's controllers. */
  readonly namespace: string;
  /** How long one step may take before it is forced, in milliseconds. */
  readonly boundMilliseconds: number;
  readonly say: (line: string) => void;
}

interface Reconciler extends Removable {
  readonly resource: FluxObject;
}

/**
 * Removes everything that Flux applied, dependents first and the root last. Each step waits until Flux has deleted what
 * the object applied; what still exists when time is up loses Flux's finalizers. Returns what stays behind: what is still there
 * at the end, outside of Flux's namespace, which is deleted with all that is in it.
 */
export async function removeWorkloads(props: RemoveWorkloadsProps): Promise<readonly string[]> {
  const { cluster, namespace, boundMilliseconds, say } = props;
  const controllers = new Controllers(cluster, namespace, boundMilliseconds, say);
  const first = await readReconcilers(cluster);
  const parents = first.filter(({ owns, resource }) => owns.length > 0 && resource.kind === 'Kustomization');
  for (const { object, resource } of parents) {
    say(`suspending ${object}, so that it does not restore what is removed`);
    await cluster.merge(referenceTo(resource), { spec: { suspend: true } });
  }
  const behind: FluxObject[] = [];
  const tried = new Set<string | undefined>();
  for (;;) {
    const all = await readReconcilers(cluster);
    const left = all.filter(({ resource }) => !tried.has(resource.metadata.uid));
    // Something other than Flux holds what still exists after its step.
    if (left.length === 0)
      return await thoseThatStay(props, [...behind, ...all.map(({ resource }) => resource)]);
    const step = removableNow(left);
    behind.push(...(await removeStep(props, controllers, step)));
    for (const { resource } of step) tried.add(resource.metadata.uid);
  }
}

/** Of objects that outlived their step, those that exist still: others went meanwhile. */
async function thoseThatStay(
  { cluster, namespace }: RemoveWorkloadsProps,
  objects: readonly FluxObject[],
): Promise<readonly string[]> {
  const now = await inBatches(objects, (object) => cluster.read(referenceTo(object)));
  const isThere = ({ metadata }: FluxObject, index: number) => now[index]?.metadata.uid === metadata.uid;
  const staying = objects.filter(isThere).filter(({ metadata }) => metadata.namespace !== namespace);
  return [...new Set(staying.map(nameOf))];
}

async function removeStep(
  { cluster, boundMilliseconds, say }: RemoveWorkloadsProps,
  controllers: Controllers,
  step: readonly Reconciler[],
): Promise<readonly FluxObject[]> {
  const kinds = [...new Set(step.map(({ resource }) => resource.kind))];
  const served = (await Promise.all(kinds.map((kind) => controllers.serve(kind)))).every(Boolean);
  const applied = (await Promise.all(step.map((item) => deletedWith(cluster, item)))).flat();
  const started = Date.now();
  for (const { object, resource } of step) {
    say(`removing ${object}`);
    await startRemoval(cluster, resource);
  }
  const references = step.map(({ resource }) => referenceTo(resource));
  const held = await waitForAbsence(cluster, references, served ? boundMilliseconds : 0);
  await stripFinalizers(cluster, held);
  for (const object of held)
    say(`removed Flux's finalizers from ${nameOf(object)}: the objects it applied stay`);
  return await waitForAbsence(cluster, applied, served ? boundMilliseconds - (Date.now() - started) : 0);
}

/**
 * A suspended Kustomization would leave everything behind, and a resumed one would apply everything again before it is
 * deleted. So it is resumed with a source that does not exist.
 */
async function startRemoval(cluster: FluxCluster, resource: FluxObject): Promise<void> {
  const reference = referenceTo(resource);
  if (resource.kind === 'Kustomization') {
    await cluster.merge(reference, {
      spec: { suspend: false, sourceRef: { ...resource.spec?.sourceRef, name: 'removed-with-flux' } },
    });
  } else if (resource.spec?.suspend === true) {
    await cluster.merge(reference, { spec: { suspend: false } });
  }
  await cluster.remove(reference);
}

/** What a Kustomization applied and would delete, except what is marked to stay. */
async function deletedWith(
  cluster: FluxCluster,
  { resource }: Reconciler,
): Promise<readonly ObjectReference[]> {
  // It is resumed before it is removed.
  const resumed = { ...resource, spec: { ...resource.spec, suspend: false } };
  if (keepsWhatItApplied(resumed)) return [];
  const { objects } = inventoryOf(resource);
  const present = await inBatches(objects, (reference) => cluster.read(reference));
  return objects.filter((_, index) => {
    const object = present[index];
    return object !== undefined && !isKept(object);
  });
}

async function readReconcilers(cluster: FluxCluster): Promise<readonly Reconciler[]> {
  const definitions = await cluster.definitions();
  const lists = await Promise.all(
    definitions.filter(({ kind }) => reconcilers.includes(kind)).map((kind) => cluster.listOf(kind)),
  );
  const resources = lists.flat().filter((resource) => !isKept(resource));
  const names = new Set(resources.map(nameOf));
  return resources.map((resource) => ({
    resource,
    object: nameOf(resource),
    dependsOn: dependenciesOf(resource),
    owns: inventoryOf(resource)
      .objects.map(describeReference)
      .filter((name) => names.has(name)),
  }));
}

function dependenciesOf({ kind, metadata, spec }: FluxObject): readonly string[] {
  return (spec?.dependsOn ?? []).map((dependency) =>
    describeReference({ kind, namespace: metadata.namespace, ...dependency }),
  );
}
