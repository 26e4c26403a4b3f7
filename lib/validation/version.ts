/** A version, or a range within a minor release such as 2.9.x. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  /** Absent in a range. */
  readonly patch?: number;
  readonly text: string;
}

/**
 * Reads 2.9.5, v2.9.5 or 2.9.x.
 *
 * @throws RangeError if the text is none of these
 */
export function parseVersion(text: string): Version {
  const match = /^v?(\d+)\.(\d+)\.(\d+|x)$/.exec(text);
  if (match === null) {
    throw new RangeError(
      `"${text}" is not a version. Allowed: for example 2.9.5, or 2.9.x for the newest of 2.9.`,
    );
  }
  const [, major, minor, patch] = match;
  return {
    major: Number(major),
    minor: Number(minor),
    ...(patch === 'x' ? {} : { patch: Number(patch) }),
    text: text.replace(/^v/, ''),
  };
}

/** Negative, zero or positive if the first is older, equal or newer. A range counts as its newest release. */
export function compareVersions(one: Version, other: Version): number {
  return (
    one.major - other.major ||
    one.minor - other.minor ||
    orZero((one.patch ?? Infinity) - (other.patch ?? Infinity))
  );
}

function orZero(difference: number): number {
  return Number.isNaN(difference) ? 0 : difference;
}

/** `2.9`. */
export function minorOf({ major, minor }: Version): string {
  return `${major}.${minor}`;
}
