import { Lazy } from 'cdktf';

/**
 * A Terraform expression as text, alone or among other text. Only what is written by this, or is an attribute of a
 * construct, is evaluated: Terraform takes every other text as it is (`LiteralText`).
 *
 * @param code without `${}`
 */
export function expression(code: string): string {
  return Lazy.stringValue({ produce: () => `\${${code}}` });
}
