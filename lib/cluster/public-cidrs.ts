import { addressCount, contains, parseCidr, type Cidr } from '../validation/cidr';
import type { Fault } from '../validation/field';

/**
 * The ranges without a meaning on the internet (https://www.iana.org/assignments/iana-ipv4-special-registry), from which no
 * request reaches the public endpoint. EKS refuses them.
 */
const notPublic = [
  ['0.0.0.0/8', 'this network'],
  ['10.0.0.0/8', 'a private range'],
  ['100.64.0.0/10', 'the shared address space'],
  ['127.0.0.0/8', 'the loopback range'],
  ['169.254.0.0/16', 'the link-local range'],
  ['172.16.0.0/12', 'a private range'],
  ['192.168.0.0/16', 'a private range'],
  ['224.0.0.0/4', 'the multicast range'],
  ['240.0.0.0/4', 'a reserved range'],
].map(([cidr = '', what = '']) => ({ cidr, block: parseCidr(cidr)!, what }));

/** What is wrong with a block that should reach the public endpoint. */
export function publicRangeFault(block: Cidr): Fault | undefined {
  const range = notPublic.find((candidate) => contains(candidate.block, block));
  if (range === undefined) return undefined;
  return {
    problem: `is in ${range.cidr}, ${range.what} that no request over the internet comes from`,
    allowed: 'blocks of public addresses, for example 203.0.113.0/24',
    remedy: 'Write the public addresses of that network, as its gateway to the internet has them.',
  };
}

/** The share of the public addresses that blocks let in together: 1 is the whole internet. */
export function shareOfInternet(cidrs: readonly string[]): number {
  const unreachable = notPublic.map(({ block }) => block);
  const reached = distinctAddresses([...cidrs.map((cidr) => parseCidr(cidr)!), ...unreachable]);
  const others = distinctAddresses(unreachable);
  return (reached - others) / (2 ** 32 - others);
}

function distinctAddresses(blocks: readonly Cidr[]): number {
  let end = 0;
  return [...blocks]
    .sort((one, other) => one.base - other.base)
    .reduce((sum, block) => {
      const from = Math.max(end, block.base);
      end = Math.max(end, block.base + addressCount(block));
      return sum + end - from;
    }, 0);
}
