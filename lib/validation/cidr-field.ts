import { formatCidr, parseCidr, type Cidr } from './cidr';
import { text, type Fault } from './field';

/**
 * An IPv4 block in canonical form: an address without bits after the prefix.
 *
 * @param allowed completes "Allowed: " in every message about the key
 * @param rule finds what else is wrong with the block
 */
export function cidrField(allowed: string, rule: (block: Cidr) => Fault | undefined = () => undefined) {
  return text(allowed, (value) => {
    const block = parseCidr(value);
    if (!block) return { problem: 'is not an IPv4 CIDR' };
    const canonical = formatCidr(block);
    if (canonical !== value)
      return { problem: `has bits set after the prefix /${block.prefix}`, remedy: `Write ${canonical}.` };
    return rule(block);
  });
}

/** A rule of `cidrField`: the prefix is between two lengths, both included. */
export function prefixFault({ prefix }: Cidr, shortest: number, longest: number): Fault | undefined {
  if (prefix < shortest) return { problem: `is larger than /${shortest}` };
  return prefix > longest ? { problem: `is smaller than /${longest}` } : undefined;
}
