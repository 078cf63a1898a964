/** The candidate nearest to a mistyped name, or null when none is near enough to be meant. */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  const wanted = name.toLowerCase();
  // One slip in three letters is a typing mistake; more is another word.
  let limit = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  let found: string | null = null;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= limit) continue;
    const far = distance(wanted, candidate.toLowerCase());
    if (far < limit) [limit, found] = [far, candidate];
  }
  return found;
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
function distance(from: string, to: string): number {
  const columns = to.length + 1;
  let before: number[] = [];
  let previous = Array.from({ length: columns }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column < columns; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          at(previous, column) + 1,
          at(current, column - 1) + 1,
          at(previous, column - 1) + (same ? 0 : 1),
          swapped ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [before, previous] = [previous, current];
  }
  return at(previous, columns - 1);
}

function at(cells: readonly number[], index: number): number {
  return cells[index] ?? Number.POSITIVE_INFINITY;
}
