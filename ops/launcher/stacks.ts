import { type StackName, stackNames } from '../../lib/terraform/contracts';
import { dependantsOf } from '../../lib/terraform/stack-selection';

/** The stack with a name; undefined where the launcher runs for something else. */
export function stackNamed(name: string): StackName | undefined {
  return stackNames.find((known) => known === name);
}

/** The stacks that need a stack, the last deployed first. */
export function stacksAbove(name: string): readonly StackName[] {
  const stack = stackNamed(name);
  return stack === undefined ? [] : [...dependantsOf(stack)].reverse();
}

/** Whether the resources of a stack are objects of the cluster. */
export function isInCluster(name: string): boolean {
  return name === 'flux-operator' || name === 'flux-instance';
}
