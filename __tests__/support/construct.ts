import { TerraformStack, Testing } from 'cdktf';
import type { StackJson } from './synth';

/** What constructs alone in a stack become, aspects included. */
export function synthConstructs(build: (stack: TerraformStack) => void): StackJson {
  const stack = new TerraformStack(Testing.app(), 'test');
  build(stack);
  return JSON.parse(Testing.synth(stack)) as StackJson;
}
