import { pattern } from './field';

/** Name of a Kubernetes object, where its kind has no rule of its own. */
export function objectName(what: string) {
  return pattern(
    `the name of a ${what}: lower-case letters, digits, hyphens and dots`,
    /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/,
    `is not the name of a ${what}`,
  );
}

/** Name of a Kubernetes namespace. */
export const namespaceName = pattern(
  'the name of a namespace: 1 to 63 lower-case letters, digits and hyphens',
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  'is not the name of a namespace',
);
