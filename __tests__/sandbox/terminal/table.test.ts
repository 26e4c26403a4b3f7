import { columns } from '../../../sandbox/src/terminal/table.js';

describe('columns', () => {
  it('aligns all but the last cell of a row', () => {
    expect(
      columns(
        [
          ['a', 'long', 'x'],
          ['bbb', 'c', 'yy'],
        ],
        '  ',
      ),
    ).toBe('  a    long  x\n  bbb  c     yy');
  });

  it('does not let a row of one cell widen the others', () => {
    expect(columns([['a heading of its own'], ['a', 'b']])).toBe('a heading of its own\na  b');
  });
});
