import { stringify } from 'yaml';

/** Characters that YAML 1.1 takes for line breaks, or refuses, though they are text in JSON and YAML 1.2. */
const unlikeIn11 = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/**
 * YAML for Helm and Kubernetes, which read version 1.1, where this app reads 1.2: every text is quoted, so that `no`, `012`,
 * `1_000` and `1:30` are the same text in both.
 */
export function yamlText(data: unknown): string {
  return stringify(data, {
    defaultStringType: 'QUOTE_DOUBLE',
    lineWidth: 0,
    aliasDuplicateObjects: false,
  }).replace(unlikeIn11, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
