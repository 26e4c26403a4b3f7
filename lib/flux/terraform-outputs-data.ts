import { isPlainText } from '../validation/plain-text';
import type { KnownVariables } from './variables';

/** The name of the ConfigMap from which Flux substitutes what Terraform knows. */
export const terraformOutputs = 'terraform-outputs';

/** What the ConfigMap `terraform-outputs` has of what is known before anything is deployed. */
export function terraformOutputsData(known: KnownVariables): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(known).map(([name, value]) => [name, inYaml(name, value)]));
}

/**
 * Flux puts values into the text of manifests, which it reads as YAML 1.1: an empty text or a tag `1.20` would be no text
 * there. The values of `flux.sync` are never a part of other text, so they can have quotes of their own.
 */
function inYaml(name: string, value: string): string {
  const isWhole = name.startsWith('SYNC_');
  return value === '' || (isWhole && !isPlainText(value)) ? JSON.stringify(value) : value;
}
