import { type IAspect, TerraformResource, TerraformStack, Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { ConfigurationError, type Problem } from '../validation/errors';
import { longestNames } from './longest-names';

export interface NameLimitsProps {
  /** The fleet file, as messages name it. */
  readonly file: string;
  /** The cluster's name, which most names begin with. */
  readonly clusterName: string;
}

/**
 * Refuses names that are too long for AWS while nothing is made yet: all names of all stacks of the app at once. A name that
 * only an apply knows is left alone.
 *
 * @throws ConfigurationError
 */
export class NameLimits implements IAspect {
  constructor(private readonly props: NameLimitsProps) {}

  visit(node: IConstruct): void {
    if (!TerraformStack.isStack(node)) return;
    // Each stack is looked through for itself; only a fault is worth a look at all of them.
    if (this.problemsIn(node).length > 0) throw new ConfigurationError(this.problemsIn(node.node.root));
  }

  private problemsIn(scope: IConstruct): readonly Problem[] {
    return scope.node.findAll().flatMap((found) => this.problemsOf(found));
  }

  private problemsOf(node: IConstruct): readonly Problem[] {
    if (!(node instanceof TerraformResource)) return [];
    const { terraformResourceType: type } = node;
    const longest = (longestNames as Readonly<Record<string, number>>)[type];
    const { nameInput, nodeGroupNameInput } = node as { nameInput?: unknown; nodeGroupNameInput?: unknown };
    const name = nameInput ?? nodeGroupNameInput;
    if (longest === undefined || typeof name !== 'string' || Token.isUnresolved(name)) return [];
    if (name.length <= longest) return [];
    return [
      {
        file: this.props.file,
        path: 'cluster.name',
        given: JSON.stringify(this.props.clusterName),
        problem: `leads to the name "${name}" of an ${type}, which has ${name.length} characters`,
        allowed: `up to ${longest} characters`,
        remedy: 'Shorten cluster.name, or the name of what is made of it.',
      },
    ];
  }
}
