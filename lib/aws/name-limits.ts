import { TerraformResource, Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Problem } from '../validation/errors';
import { longestNames } from './longest-names';

export interface NameLimitsProps {
  /** The fleet file, as messages name it. */
  readonly file: string;
  /** The cluster's name, which most names begin with. */
  readonly clusterName: string;
}

/** The problems of all names that are too long for AWS. A name that only an apply knows is left alone. */
export function longNameProblems(root: IConstruct, props: NameLimitsProps): readonly Problem[] {
  return root.node
    .findAll()
    .filter((node) => node instanceof TerraformResource)
    .flatMap((resource) => longNameProblem(resource, props));
}

function longNameProblem(resource: TerraformResource, props: NameLimitsProps): readonly Problem[] {
  const { terraformResourceType: type } = resource;
  const longest = (longestNames as Readonly<Record<string, number>>)[type];
  const { nameInput, nodeGroupNameInput } = resource as { nameInput?: unknown; nodeGroupNameInput?: unknown };
  const name = nameInput ?? nodeGroupNameInput;
  if (longest === undefined || typeof name !== 'string' || Token.isUnresolved(name)) return [];
  if (name.length <= longest) return [];
  return [
    {
      file: props.file,
      path: 'cluster.name',
      given: JSON.stringify(props.clusterName),
      problem: `leads to the name "${name}" of an ${type}, which has ${name.length} characters`,
      allowed: `up to ${longest} characters`,
      remedy: 'Shorten cluster.name, or the name of what is made of it.',
    },
  ];
}
