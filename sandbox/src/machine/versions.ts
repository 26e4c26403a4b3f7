/** Numbers of a version, the most significant first. */
export type Version = readonly number[];

/** The first version in a text, for example in what a program prints about itself; undefined if there is none. */
export function findVersion(text: string): Version | undefined {
  return /(\d+)\.(\d+)(?:\.(\d+))?/
    .exec(text)
    ?.slice(1)
    .map((part) => Number(part ?? 0));
}

/** Whether a version is at least another one. */
export function isAtLeast(version: Version, least: Version): boolean {
  for (const [index, number] of least.entries()) {
    const difference = (version[index] ?? 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** A version in its usual form. */
export function formatVersion(version: Version): string {
  return version.join('.');
}
