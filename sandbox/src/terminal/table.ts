/** Rows of text with their columns aligned. The last cell of a row is as wide as it likes, and may have several lines. */
export function columns(rows: readonly (readonly string[])[], indent = ''): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.slice(0, -1).entries()) {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    }
  }
  return rows
    .map(
      (row) =>
        indent +
        row
          .map((cell, index) =>
            index < row.length - 1
              ? cell.padEnd(widths[index] ?? 0)
              : cell.replaceAll('\n', `\n${indent}${' '.repeat(before(index))}`),
          )
          .join('  '),
    )
    .join('\n');

  function before(column: number): number {
    return widths.slice(0, column).reduce((sum, width) => sum + width + '  '.length, 0);
  }
}

/** Text on lines of up to so many characters, broken at white space. A longer word has a line of its own. */
export function wrapped(text: string, width: number): string {
  return filled(text.trim().split(/\s+/), width, ' ').join('\n');
}

/** Words on lines of up to so many characters, with a separator between those of a line. */
export function filled(words: readonly string[], width: number, separator: string): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + separator.length + word.length <= width)
      lines[lines.length - 1] = `${line}${separator}${word}`;
    else lines.push(word);
  }
  return lines;
}
