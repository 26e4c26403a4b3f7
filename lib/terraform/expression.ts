import { Lazy } from 'cdktf';

/**
 * A Terraform expression as text, alone or among other text. Terraform evaluates only what this writes and
 * attributes of constructs; it takes every other text as it is (`LiteralText`).
 *
 * @param code without `${}`
 */
export function expression(code: string): string {
  return Lazy.stringValue({ produce: () => `\${${code}}` });
}
