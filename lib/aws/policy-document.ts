/** What an IAM policy allows. Resources are named, or the reason why they can't be. */
export type PolicyStatement = {
  /** Actions in full: a wildcard is refused. */
  readonly actions: readonly string[];
  /** Conditions by operator and key. @default none */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
} & (
  | {
      /** ARNs; a wildcard may stand for a part of one. */
      readonly resources: readonly string[];
    }
  | {
      /** Why the actions take no resource: `*` is written for it. */
      readonly anyResourceBecause: string;
    }
);

/**
 * The JSON of an IAM policy that allows some things.
 *
 * @throws Error for a wildcard in an action or for a resource `*` without a reason
 */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => {
      const { actions, conditions } = statement;
      const resources = 'resources' in statement ? statement.resources : undefined;
      const wildcard = actions.find((action) => action.includes('*'));
      if (wildcard !== undefined)
        throw new Error(`The IAM action ${wildcard} has a wildcard: name every action.`);
      if (resources?.includes('*'))
        throw new Error(
          `The IAM statement for ${actions[0]} has the resource *: name the resources, or say anyResourceBecause.`,
        );
      return {
        Effect: 'Allow',
        Action: actions,
        Resource: resources ?? '*',
        ...(conditions !== undefined && { Condition: conditions }),
      };
    }),
  });
}
