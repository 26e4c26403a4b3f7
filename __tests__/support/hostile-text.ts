import fc from 'fast-check';

/** The same values in every run. */
export const seed = 20260711;

const fragments = [
  ...[
    '${',
    '%{',
    '$${',
    '%%{',
    '$$${',
    '}',
    '$',
    '%',
    '$%{',
    '%${',
    '{',
    '~}',
    '${"a"}',
    '${file("/etc/hostname")}',
  ],
  ...[
    '%{ if true }',
    '%{+Q}o',
    '%{ endif }',
    '${var.x}',
    '${self.input}',
    '"',
    "'",
    '\\',
    '\\n',
    '\\"',
    '\\${',
  ],
  ...[
    '\n',
    '\r\n',
    '\r',
    '\t',
    ' ',
    '#',
    '//',
    ': ',
    '- ',
    '&a',
    '*a',
    '|',
    '>',
    '<<EOT\n',
    'é',
    '日本',
    '🚀',
    '\u2028',
    '\u0085',
  ],
  ...['a', 'Z', '0', '-', '_', '/', '.', '@', '=', '~'],
];

/** Text of the pieces that templates, JSON and YAML read as their own, and of any other characters. */
export const hostileText = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...fragments) },
      fc.string({ maxLength: 3, unit: 'grapheme' }),
    ),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((parts) => parts.join('').replaceAll('\0', ''))
  .filter((text) => text !== '' && text === text.normalize('NFC'));

/** A number of values of an arbitrary, the same in every run. */
export function samples<T>(arbitrary: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(arbitrary, { numRuns: count, seed });
}
