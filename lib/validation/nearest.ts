/** The candidate that `name` is most likely a misspelling or abbreviation of; undefined when none is close. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const tolerance = Math.max(1, Math.floor(name.length / 3));
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= tolerance)
    .sort((one, other) => one.distance - other.distance);
  return ranked[0]?.candidate ?? candidates.find((candidate) => abbreviates(name, candidate));
}

/** The end of a message about a name: ` Did you mean …?`, or nothing when no candidate is close. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const similar = nearest(name, candidates);
  return similar === undefined ? '' : ` Did you mean ${similar}?`;
}

function abbreviates(name: string, candidate: string): boolean {
  return name.length >= 3 && candidate.toLowerCase().includes(name.toLowerCase());
}

/** How many letters have to be inserted, removed, replaced, or swapped with their neighbour (Damerau). */
export function editDistance(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = previous[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
          ? beforePrevious[column - 2]! + 1
          : Infinity;
      current.push(Math.min(replaced, swapped, previous[column]! + 1, current[column - 1]! + 1));
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[to.length]!;
}
