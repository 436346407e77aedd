import { checkScores, countWon } from "./domain.ts";
import { type Estimable, type Interval, isEstimated, notEstimable } from "./estimate.ts";
import { sortOrder, tieStarts } from "./order.ts";
import { estimateProportion } from "./proportion.ts";

export interface GainsPoint {
  /** Share of all deals taken, best score first. */
  readonly share: number;
  /** Share of all won deals among them. */
  readonly captured: number;
}

/**
 * How many times the base rate the best-scored share of deals was won.
 *
 * @param scores   length n, any scale, infinities allowed; higher means likelier to be won
 * @param outcomes length n, 1 = won, 0 = lost, in the order of `scores`
 * @param share    of the deals that is taken, above 0 and at most 1
 * @returns win rate of the top share ÷ base rate. Of deals level at the cut, as many are taken as
 *          fit, each in equal part: the value expected if level deals were drawn at random.
 *          The interval is Wilson's for the win rate of the top share, divided by the base rate,
 *          which is taken as known. Not estimable when nothing was won, and when the share is less
 *          than one deal
 * @throws RangeError on unequal lengths, NaN scores, outcomes other than 0 and 1, or a share
 *         outside (0, 1]
 * Cost O(n).
 */
export function estimateLift(
  scores: Float64Array,
  outcomes: Uint8Array,
  share = 0.1,
): Estimable<Interval> {
  checkScores(scores, outcomes);
  if (!(share > 0 && share <= 1)) throw new RangeError("a share is above 0 and at most 1");
  const n = scores.length;
  const won = countWon(outcomes);
  if (won === 0) return notEstimable("no deal was won");
  const taken = share * n;
  if (taken < 1) return notEstimable("the top share is less than one deal");
  const wonOfTaken = Math.min(taken, countWonAmong(taken, rankVertices(scores, outcomes)));
  const rate = estimateProportion(wonOfTaken, taken);
  if (!isEstimated(rate)) return rate;
  const baseRate = won / n;
  return { value: rate.value / baseRate, low: rate.low / baseRate, high: rate.high / baseRate };
}

/**
 * Cumulative gains: the share of all won deals that is captured by taking the best-scored first.
 * Deals of equal score make a straight segment.
 *
 * @param scores   length n, any scale, infinities allowed; higher means likelier to be won
 * @param outcomes length n, 1 = won, 0 = lost, in the order of `scores`
 * @param points   steps of equal share, a whole number of at least 1
 * @returns points + 1 points from (0, 0) to (1, 1), captured never falling; none when nothing was won
 * @throws RangeError on unequal lengths, NaN scores, outcomes other than 0 and 1, or points that
 *         are not whole and positive
 * Cost O(n + points · log n).
 */
export function gainsCurve(scores: Float64Array, outcomes: Uint8Array, points = 50): GainsPoint[] {
  checkScores(scores, outcomes);
  if (!Number.isSafeInteger(points) || points < 1) throw new RangeError("points are 1 or more");
  const won = countWon(outcomes);
  if (won === 0) return [];
  const vertices = rankVertices(scores, outcomes);
  return Array.from({ length: points + 1 }, (_, i) => {
    const share = i / points;
    return { share, captured: countWonAmong(share * scores.length, vertices) / won };
  });
}

/** Deals taken, and won among them, after each run of equal scores, best first, from (0, 0). */
interface Vertices {
  readonly taken: Float64Array;
  readonly won: Float64Array;
}

function rankVertices(scores: Float64Array, outcomes: Uint8Array): Vertices {
  const order = sortOrder(scores);
  const starts = tieStarts(scores, order);
  const taken = new Float64Array(starts.length);
  const won = new Float64Array(starts.length);
  for (let v = 1; v < starts.length; v++) {
    const start = starts[starts.length - 1 - v]!;
    const end = starts[starts.length - v]!;
    taken[v] = scores.length - start;
    won[v] = won[v - 1]!;
    for (let k = start; k < end; k++) won[v]! += outcomes[order[k]!]!;
  }
  return { taken, won };
}

/** Won deals among the first `count`, which need not be whole, on the line between vertices. */
function countWonAmong(count: number, { taken, won }: Vertices): number {
  let [below, above] = [0, taken.length - 1];
  while (above - below > 1) {
    const middle = (below + above) >>> 1;
    if (taken[middle]! <= count) below = middle;
    else above = middle;
  }
  const part = (count - taken[below]!) / (taken[above]! - taken[below]!);
  return won[below]! + part * (won[above]! - won[below]!);
}
