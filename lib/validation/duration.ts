const unitMilliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Milliseconds of a Go duration: 90000 of `1m30s`. Undefined when the text is none. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
  return [...text.matchAll(/([\d.]+)(ms|s|m|h)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * unitMilliseconds[unit as keyof typeof unitMilliseconds],
    0,
  );
}

/**
 * Milliseconds of a Go duration such as `10m` or `1h30m`.
 *
 * @throws RangeError when the text is no such duration
 */
export function milliseconds(duration: string): number {
  const found = parseDuration(duration);
  if (found !== undefined) return found;
  throw new RangeError(
    `"${duration}" is not a duration. Allowed: numbers with the units h, m, s and ms, as in 10m or 1h30m.`,
  );
}
