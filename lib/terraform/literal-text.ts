import { type IAspect, TerraformBackend, TerraformElement, Tokenization } from 'cdktf';
import type { IConstruct } from 'constructs';

/**
 * Makes Terraform take text as it is. In JSON too it reads `${` and `%{` in values and keys as its own
 * (https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping), and text in a fleet file may contain
 * them. The expressions of the app are tokens of cdktf (`expression`, attributes of constructs), which stay what they are.
 *
 * Backends are left alone: Terraform evaluates nothing in a `terraform` block.
 */
export class LiteralText implements IAspect {
  visit(node: IConstruct): void {
    if (!TerraformElement.isTerraformElement(node) || TerraformBackend.isBackend(node)) return;
    const written = node.toTerraform.bind(node);
    node.toTerraform = () => literally(written());
  }
}

/** A value with each of its texts, keys included, escaped. */
export function literally(value: unknown): unknown {
  if (typeof value === 'string') return escaped(value);
  if (Array.isArray(value)) return value.map(literally);
  if (typeof value !== 'object' || value === null || Tokenization.isResolvable(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [escapedKey(key, item), literally(item)]),
  );
}

/** A key `//` is a comment in Terraform's JSON. cdktf's own, with what it knows about a construct, is always a mapping. */
function escapedKey(key: string, item: unknown): string {
  return key === '//' && typeof item === 'string' ? quoted(key) : escaped(key);
}

/** A token of cdktf in text. */
const token = /(\$\{TfToken\[[\w:.-]+\]\})/;

function escaped(text: string): string {
  const parts = text.split(token);
  return parts
    .map((part, index) => (index % 2 === 1 ? part : escapedLiteral(part, index < parts.length - 1)))
    .join('');
}

/**
 * Terraform 1.11 neither evaluates nor unescapes what follows a lone carriage return, so that one becomes an expression. A
 * `$` right before an expression would turn the expression's `${` into an escape, so it becomes part of an expression too.
 */
function escapedLiteral(text: string, beforeToken: boolean): string {
  const literal = text.replace(/[$%](?=\{)/g, '$&$&').replace(/\$*\r(?!\n)/g, quoted);
  return beforeToken ? literal.replace(/\$+$/, quoted) : literal;
}

function quoted(text: string): string {
  return `\${${JSON.stringify(text)}}`;
}
