import { checkScores } from "../statistics/domain.ts";
import { sortOrder, tieStarts } from "../statistics/order.ts";

/** Each deal's place on the ladder of whole-numbered cuts. */
export interface Rungs {
  /** Whole points, falling: the greatest cut that each different group of deals still passes. */
  readonly cuts: Float64Array;
  /** Length n, indices into `cuts`: a deal passes this cut and all after it. */
  readonly rungOf: Uint32Array;
  readonly outcomes: Uint8Array;
}

/** How many deals pass each cut, of those that were counted. */
export interface Ladder {
  readonly deals: number;
  /** Falling; of cuts that let the same deals through only the highest. */
  readonly cuts: readonly number[];
  readonly passing: readonly number[];
  readonly won: readonly number[];
}

/**
 * Sorts deals by the highest whole-numbered cut that they pass.
 *
 * @param scores   length n, points, finite
 * @param outcomes length n, 1 = won, 0 = lost
 * @throws RangeError on unequal lengths, scores that are not finite, outcomes other than 0 and 1
 * Cost O(n).
 */
export function rankByCut(scores: Float64Array, outcomes: Uint8Array): Rungs {
  checkScores(scores, outcomes);
  if (!scores.every(Number.isFinite)) throw new RangeError("a score is not finite");
  const falling = scores.map((score) => -Math.floor(score));
  const order = sortOrder(falling);
  const starts = tieStarts(falling, order);
  const rungOf = new Uint32Array(scores.length);
  for (let rung = 0; rung + 1 < starts.length; rung++)
    for (let k = starts[rung]!; k < starts[rung + 1]!; k++) rungOf[order[k]!] = rung;
  const cuts = Float64Array.from(starts.subarray(0, -1), (start) => 0 - falling[order[start]!]!);
  return { cuts, rungOf, outcomes };
}

/**
 * Counts deals on the ladder.
 *
 * @param rows indices of the deals to count; one that stands there twice counts twice
 * Cost O(rows + cuts).
 */
export function climb({ cuts, rungOf, outcomes }: Rungs, rows: Iterable<number>): Ladder {
  const dealsAt = new Uint32Array(cuts.length);
  const wonAt = new Uint32Array(cuts.length);
  for (const row of rows) {
    dealsAt[rungOf[row]!]!++;
    wonAt[rungOf[row]!]! += outcomes[row]!;
  }
  const ladder = { cuts: [] as number[], passing: [] as number[], won: [] as number[] };
  let [deals, won] = [0, 0];
  cuts.forEach((cut, rung) => {
    if (dealsAt[rung] === 0) return;
    deals += dealsAt[rung]!;
    won += wonAt[rung]!;
    ladder.cuts.push(cut);
    ladder.passing.push(deals);
    ladder.won.push(won);
  });
  return { deals, ...ladder };
}
