import { columns, wrapped } from '../../../sandbox/src/terminal/table.js';

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

  it('keeps the lines of the last cell below one another', () => {
    expect(
      columns(
        [
          ['a', 'one\ntwo'],
          ['bbb', 'c'],
        ],
        '  ',
      ),
    ).toBe('  a    one\n       two\n  bbb  c');
  });
});

describe('wrapped', () => {
  it('breaks lines at white space and loses no word', () => {
    expect(wrapped('a failed\n  install: timeout of-a-very-long-word x', 12)).toBe(
      'a failed\ninstall:\ntimeout\nof-a-very-long-word\nx',
    );
  });
});
