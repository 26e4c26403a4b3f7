const unitMilliseconds: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Milliseconds of a Go duration such as `10m` or `1h30m`.
 *
 * @throws RangeError if the text is not such a duration
 */
export function milliseconds(duration: string): number {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(duration)) {
    throw new RangeError(
      `"${duration}" is not a duration. Allowed: numbers with the units h, m, s and ms, as in 10m or 1h30m.`,
    );
  }
  const parts = duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g);
  return [...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * unitMilliseconds[unit!]!, 0);
}
