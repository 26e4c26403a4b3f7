/** A block of IPv4 addresses. */
export interface Cidr {
  /** The first address, as a number from 0 to 2^32 - 1. */
  readonly base: number;
  /** Length of the prefix, 0 to 32. */
  readonly prefix: number;
}

const form = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/**
 * Reads `10.0.0.0/16`. Bits after the prefix are kept out of the block: `10.0.3.4/16` gives 10.0.0.0/16.
 *
 * @returns undefined when the text is not an IPv4 CIDR
 */
export function parseCidr(text: string): Cidr | undefined {
  const parts = form.exec(text)?.slice(1);
  if (!parts || parts.some((part) => part.length > 1 && part.startsWith('0'))) return undefined;
  const numbers = parts.map(Number);
  const prefix = numbers[4]!;
  const octets = numbers.slice(0, 4);
  if (prefix > 32 || octets.some((octet) => octet > 255)) return undefined;
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return { base: address - (address % sizeOf(prefix)), prefix };
}

/** Writes a block: `10.0.0.0/16`. */
export function formatCidr({ base, prefix }: Cidr): string {
  const octets = [2 ** 24, 2 ** 16, 2 ** 8, 1].map((weight) => Math.floor(base / weight) % 256);
  return `${octets.join('.')}/${prefix}`;
}

/** Number of addresses in a block. */
export function addressCount({ prefix }: Cidr): number {
  return sizeOf(prefix);
}

/** Whether all of `inner` lies in `outer`. A block contains itself. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return inner.base >= outer.base && inner.base + addressCount(inner) <= outer.base + addressCount(outer);
}

/** Whether two blocks have an address in common. */
export function overlaps(one: Cidr, other: Cidr): boolean {
  return contains(one, other) || contains(other, one);
}

/**
 * The `index`th block of the length `prefix` in a block, counted from 0.
 *
 * @throws RangeError when the block has none
 */
export function subdivide(block: Cidr, prefix: number, index: number): Cidr {
  const count = 2 ** (prefix - block.prefix);
  if (prefix < block.prefix || prefix > 32 || index < 0 || index >= count)
    throw new RangeError(`${formatCidr(block)} has no block /${prefix} at ${index}`);
  return { base: block.base + index * sizeOf(prefix), prefix };
}

function sizeOf(prefix: number): number {
  return 2 ** (32 - prefix);
}
