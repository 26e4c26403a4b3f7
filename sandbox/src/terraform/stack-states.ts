import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { state } from '../paths.js';
import { sandboxFleet } from '../environment.js';

/** The stacks, in the order in which they are deployed. */
export const stackNames = ['network', 'cluster', 'flux-operator', 'flux-instance'] as const;

/** What Terraform's state says of a stack. */
export interface StackState {
  readonly name: string;
  /** Resources that Terraform has made; zero for a stack that is not deployed. */
  readonly resources: number;
}

interface TerraformState {
  readonly resources?: readonly { readonly mode: string; readonly instances?: readonly unknown[] }[];
}

/** Reads the states of the stacks of the sandbox's fleet. */
export function readStackStates(folder: string = join(state.terraform, sandboxFleet)): StackState[] {
  return stackNames.map((name) => ({ name, resources: countResources(join(folder, `${name}.tfstate`)) }));
}

function countResources(file: string): number {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    return 0;
  }
  const managed = ((JSON.parse(content) as TerraformState).resources ?? []).filter(
    ({ mode }) => mode === 'managed',
  );
  return managed.reduce((sum, { instances }) => sum + (instances?.length ?? 0), 0);
}
