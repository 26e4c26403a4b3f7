import fc from 'fast-check';
import { shareOfInternet } from '../../../lib/cluster/public-cidrs';
import { seed } from '../../support/hostile-text';

test.each([
  [[], 0],
  [['10.0.0.0/8'], 0],
  [['0.0.0.0/0'], 1],
  [['0.0.0.0/1', '128.0.0.0/1'], 1],
  [['203.0.113.0/24', '0.0.0.0/0'], 1],
])('%j let in %d of the internet', (cidrs, share) => {
  expect(shareOfInternet(cidrs)).toBe(share);
});

/** A block and its halves again and again, which add up to the block. */
function parts(cidr: string, splits: readonly number[]): readonly string[] {
  return splits.reduce<readonly string[]>(
    (blocks, at) => {
      const index = at % blocks.length;
      const [address = '', prefix = ''] = blocks[index]!.split('/');
      const length = Number(prefix) + 1;
      const base = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
      const other = base + 2 ** (32 - length);
      const dotted = [24, 16, 8, 0].map((shift) => Math.floor(other / 2 ** shift) % 256).join('.');
      return [
        ...blocks.slice(0, index),
        `${address}/${length}`,
        `${dotted}/${length}`,
        ...blocks.slice(index + 1),
      ];
    },
    [cidr],
  );
}

test('blocks let in the same in however many parts and in which order', () => {
  const splits = fc.array(fc.nat(100), { maxLength: 25 });
  fc.assert(
    fc.property(fc.constantFrom('0.0.0.0/0', '64.0.0.0/2', '128.0.0.0/1'), splits, (cidr, at) => {
      const blocks = parts(cidr, at);
      expect(shareOfInternet([...blocks, ...blocks].reverse())).toBe(shareOfInternet([cidr]));
    }),
    { seed },
  );
});
