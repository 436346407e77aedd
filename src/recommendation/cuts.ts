/**
 * The whole-numbered cut on new scores that lets the same share through as a cut on the old ones.
 *
 * @param before scores now, length n
 * @param after  scores under other points, length n, in any order
 * @param cut    today's cut: a lead passes with a score at or above it
 * @returns the whole number whose share is nearest; of those the one nearest to `cut`
 * @throws RangeError on empty or unequal lengths
 * Cost O(n log n).
 */
export function matchShare(before: Float64Array, after: Float64Array, cut: number): number {
  if (before.length === 0 || before.length !== after.length)
    throw new RangeError("matchShare needs as many scores after as before, and at least one");
  const passing = before.reduce((count, score) => count + (score >= cut ? 1 : 0), 0);
  const descending = after.toSorted((a, b) => b - a);
  const above = descending[passing - 1] ?? descending[0]! + 1;
  const below = descending[passing] ?? descending[descending.length - 1]! - 1;
  const top = Math.floor(above);
  const within = Math.min(Math.max(Math.round(cut), Math.floor(below) + 1), top);
  const miss = (candidate: number) => Math.abs(countAtLeast(descending, candidate) - passing);
  return [within, top, top + 1].reduce((best, next) => (miss(next) < miss(best) ? next : best));
}

/** How many of the scores, in descending order, are at or above a cut. */
function countAtLeast(descending: Float64Array, cut: number): number {
  let low = 0;
  let high = descending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (descending[middle]! >= cut) low = middle + 1;
    else high = middle;
  }
  return low;
}
