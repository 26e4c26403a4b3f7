import minimatch from 'minimatch';
import { type StackName, stackNames } from './contracts';

/** What a cdktf command does with the stacks it names. */
export interface StackSelection {
  readonly verb: 'deploy' | 'destroy';
  readonly stacks: readonly StackName[];
}

/** The stacks that each stack reads, directly or through another, in the order of their deployment. */
export function upstreamsOf(stack: StackName): readonly StackName[] {
  return stackNames.slice(0, stackNames.indexOf(stack));
}

/** The stacks that read a stack, directly or through another, in the order of their deployment. */
export function dependantsOf(stack: StackName): readonly StackName[] {
  return stackNames.slice(stackNames.indexOf(stack) + 1);
}

/**
 * The dependencies to declare to cdktf. cdktf 0.21 refuses to deploy a stack whose declared dependency is not selected,
 * even when it is deployed already, so only those inside the selection are declared. Without a selection all are.
 */
export function declaredUpstreams(stack: StackName, selection?: StackSelection): readonly StackName[] {
  const upstreams = upstreamsOf(stack);
  if (selection === undefined) return upstreams;
  return selection.stacks.includes(stack) ? upstreams.filter((name) => selection.stacks.includes(name)) : [];
}

/** The stacks that a destroy of this stack would orphan, so they must not be deployed at that time. */
export function outlivingStacks(stack: StackName, selection?: StackSelection): readonly StackName[] {
  if (selection?.verb !== 'destroy') return [];
  return dependantsOf(stack).filter((name) => !selection.stacks.includes(name));
}

/**
 * Reads a selection off a cdktf command line, as in `node node_modules/.bin/cdktf deploy network cluster`. Patterns are
 * matched with the library and version that cdktf itself uses. Gives undefined for anything that is not such a command.
 */
export function parseSelection(commandLine: readonly string[]): StackSelection | undefined {
  const program = commandLine.findIndex((word) => /(^|[/\\])cdktf(\.js|\.cmd)?$/.test(word));
  if (program === -1) return undefined;
  const words = commandLine.slice(program + 1);
  const verb = words.find((word) => word === 'deploy' || word === 'apply' || word === 'destroy');
  if (verb === undefined) return undefined;
  const stacks = stackNames.filter((name) =>
    words.some((word) => !word.startsWith('-') && word !== verb && minimatch(name, word)),
  );
  return stacks.length === 0 ? undefined : { verb: verb === 'destroy' ? 'destroy' : 'deploy', stacks };
}
