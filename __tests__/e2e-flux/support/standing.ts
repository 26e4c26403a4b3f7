import { kubectl } from './cluster';
import { missing, takeInventory, type Inventory } from './inventory';

/** What stands in the cluster before Flux changes hands: workloads, Flux's own objects and definitions. */
export class Standing {
  static async now(): Promise<Standing> {
    return new Standing(await takeInventory(true), await definitionNames());
  }

  private constructor(
    readonly inventory: Inventory,
    readonly definitions: readonly string[],
  ) {}

  /** How many objects, pods and definitions it is. */
  get size(): number {
    return this.inventory.objects.length + this.inventory.pods.length + this.definitions.length;
  }

  /** Everything of it that is gone by now, or was made anew. */
  async lost(): Promise<string[]> {
    const after = await takeInventory(true);
    return [
      ...missing(this.inventory.objects, after.objects),
      ...missing(this.inventory.pods, after.pods),
      ...missing(this.definitions, await definitionNames()),
    ];
  }
}

async function definitionNames(): Promise<readonly string[]> {
  const names = await kubectl(['get', 'customresourcedefinitions', '--output=name']);
  return names.split('\n').filter((name) => name.endsWith('.toolkit.fluxcd.io'));
}
