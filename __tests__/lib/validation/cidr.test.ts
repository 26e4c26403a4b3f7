import {
  addressCount,
  contains,
  formatCidr,
  overlaps,
  parseCidr,
  subdivide,
  type Cidr,
} from '../../../lib/validation/cidr';

/** Numbers below `limit` that look random and are the same in every run (Park and Miller's generator). */
function* numbers(seed: number): Generator<(limit: number) => number> {
  let state = seed;
  const next = (limit: number) => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
  for (let round = 0; round < 500; round++) yield next;
}

function anyBlock(next: (limit: number) => number, shortest = 0, longest = 32): Cidr {
  const octets = Array.from({ length: 4 }, () => next(256));
  return block(`${octets.join('.')}/${shortest + next(longest - shortest + 1)}`);
}

function block(text: string): Cidr {
  const parsed = parseCidr(text);
  if (!parsed) throw new Error(text);
  return parsed;
}

function last({ base, prefix }: Cidr): number {
  return base + addressCount({ base, prefix }) - 1;
}

describe('parseCidr', () => {
  test.each([
    ['0.0.0.0/0', 0, 0],
    ['10.0.0.0/8', 167772160, 8],
    ['255.255.255.255/32', 4294967295, 32],
  ])('%s begins at %d', (text, base, prefix) => {
    expect(parseCidr(text)).toEqual({ base, prefix });
  });

  test('drops the bits after the prefix', () => {
    expect(formatCidr(block('10.1.2.3/20'))).toBe('10.1.0.0/20');
  });

  test.each([
    '',
    '10.0.0.0',
    '10.0.0/8',
    '10.0.0.0.0/8',
    '10.0.0.0/33',
    '256.0.0.0/8',
    '10.0.0.0/-1',
    '10.0.0.0/8 ',
    '010.0.0.0/8',
    '10.0.0.0/08',
    '10.0.0.0/1e1',
    'fd00::/48',
  ])('%p is no CIDR', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  test('reads back what formatCidr writes', () => {
    for (const next of numbers(1)) {
      const any = anyBlock(next);
      expect(parseCidr(formatCidr(any))).toEqual(any);
    }
  });
});

describe('contains and overlaps', () => {
  test.each([
    ['10.0.0.0/8', '10.255.0.0/16', true],
    ['10.0.0.0/16', '10.0.0.0/16', true],
    ['10.0.0.0/16', '10.1.0.0/16', false],
    ['10.0.0.0/16', '10.0.0.0/8', false],
    ['0.0.0.0/0', '255.255.255.255/32', true],
  ])('%s contains %s: %s', (outer, inner, expected) => {
    expect(contains(block(outer), block(inner))).toBe(expected);
  });

  test('two blocks overlap when their ranges of addresses meet', () => {
    for (const next of numbers(2)) {
      const [one, other] = [anyBlock(next, 0, 8), anyBlock(next, 0, 8)];
      expect(overlaps(one, other)).toBe(one.base <= last(other) && other.base <= last(one));
    }
  });

  test('overlapping is mutual', () => {
    for (const next of numbers(3)) {
      const [one, other] = [anyBlock(next, 0, 8), anyBlock(next, 0, 8)];
      expect(overlaps(one, other)).toBe(overlaps(other, one));
    }
  });
});

describe('subdivide', () => {
  test('counts from the start of the block', () => {
    expect(formatCidr(subdivide(block('10.0.0.0/16'), 18, 3))).toBe('10.0.192.0/18');
  });

  test('the parts fill the block without gap or overlap', () => {
    for (const next of numbers(4)) {
      const whole = anyBlock(next, 8, 28);
      const prefix = whole.prefix + next(5);
      const parts = Array.from({ length: 2 ** (prefix - whole.prefix) }, (_, index) =>
        subdivide(whole, prefix, index),
      );
      const expected = parts.map((_, index) => whole.base + index * 2 ** (32 - prefix));
      expect([parts.map(({ base }) => base), last(parts.at(-1)!)]).toEqual([expected, last(whole)]);
    }
  });

  test.each([
    [17, 2],
    [17, -1],
    [15, 0],
    [33, 0],
  ])('10.0.0.0/16 has no /%d at %d', (prefix, index) => {
    expect(() => subdivide(block('10.0.0.0/16'), prefix, index)).toThrow(RangeError);
  });
});
