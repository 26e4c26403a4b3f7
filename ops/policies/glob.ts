/** Whether some text fits two patterns in which `*` stands for any text: whether two ARNs can mean the same resource. */
export function overlaps(one: string, other: string): boolean {
  const known = new Map<string, boolean>();
  const from = (i: number, j: number): boolean => {
    const key = `${i} ${j}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const result = decide(i, j);
    known.set(key, result);
    return result;
  };
  const decide = (i: number, j: number): boolean => {
    if (i === one.length && j === other.length) return true;
    if (one[i] === '*') return from(i + 1, j) || (j < other.length && from(i, j + 1));
    if (other[j] === '*') return from(i, j + 1) || (i < one.length && from(i + 1, j));
    return i < one.length && one[i] === other[j] && from(i + 1, j + 1);
  };
  return from(0, 0);
}

/** A text with `*` in the place of what is only known later: placeholders of AWS's tables, references of Terraform. */
export function withoutPlaceholders(text: string): string {
  return text.replaceAll(/\$\{[^}]*\}/g, '*').replaceAll(/\*+/g, '*');
}
