import { checkScores, countWon } from "./domain.ts";
import { type Estimable, isEstimated, notEstimable } from "./estimate.ts";
import { sortOrder, tieStarts } from "./order.ts";
import type { Top } from "./precision-at.ts";
import { checkSampling, type SampledInterval, type Sampling, sampledInterval } from "./sampled.ts";

/** What the highest-scored deals bring by each of two scores, as many by both. */
export interface TopDifference {
  /** Deals taken: their number, or their weight. */
  readonly taken: number;
  /** Win rate of the deals taken. */
  readonly precision: TopFigure;
  /** Share of all wins that are among them. */
  readonly recall: TopFigure;
  /** Share of the deals taken by one that the other takes too. */
  readonly overlap: number;
}

export interface TopFigure {
  readonly first: SampledInterval;
  readonly second: SampledInterval;
  /** Second less first. */
  readonly difference: SampledInterval;
}

/**
 * Precision and recall among the highest-scored deals by two scores, and their paired differences.
 *
 * @param first, second length n, each on any scale, infinities allowed
 * @param outcomes      length n, 1 = won, 0 = lost
 * @param top           how many deals, or which share of them in (0, 1]; with weights, of the weight
 * @param sampling      weights and clusters
 * @returns of deals level at the cut, as many are taken as fit, each in equal part. The intervals
 *          count that the cut, too, was found on these deals: by the win rate of the deals nearest
 *          to it. Not estimable when less than one deal is taken or more than there are, when
 *          nothing was won, or with fewer than two clusters
 * @throws RangeError on unequal lengths, NaN scores, outcomes other than 0 and 1, weights out of
 *         bounds, or a top that is not positive, or a share above 1
 * Cost O(n). Source: influence of a mean beyond a quantile, as in expected shortfall.
 */
export function compareTops(
  first: Float64Array,
  second: Float64Array,
  outcomes: Uint8Array,
  top: Top,
  sampling: Sampling = {},
): Estimable<TopDifference> {
  checkScores(first, outcomes);
  checkScores(second, outcomes);
  checkSampling(sampling, first.length);
  const weights = sampling.weights ?? new Float64Array(first.length).fill(1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const taken = countTaken(top, total);
  if (taken < 1) return notEstimable("less than one deal is taken");
  if (taken > total * (1 + 1e-12)) {
    return notEstimable("there are fewer deals than are to be taken");
  }
  if (countWon(outcomes) === 0) return notEstimable("no deal was won");
  const sides = [first, second].map((scores) => takeTop(scores, outcomes, weights, taken));
  return describeTops(sides as [Side, Side], outcomes, {
    weights,
    clusters: sampling.clusters,
    taken,
  });
}

/** What one score takes of each deal, from 0 to 1, and the win rate at its cut. */
interface Side {
  readonly shares: Float64Array;
  readonly rateAtCut: number;
}

interface Frame {
  readonly weights: Float64Array;
  readonly clusters: Uint32Array | undefined;
  readonly taken: number;
}

function countTaken(top: Top, total: number): number {
  const asked = "deals" in top ? top.deals : top.share;
  if (!(asked > 0)) throw new RangeError("the top holds more than no deals");
  if ("deals" in top) return top.deals;
  if (top.share > 1) throw new RangeError("a share is at most 1");
  return top.share * total;
}

function takeTop(
  scores: Float64Array,
  outcomes: Uint8Array,
  weights: Float64Array,
  taken: number,
): Side {
  const order = sortOrder(scores);
  const starts = tieStarts(scores, order);
  const shares = new Float64Array(scores.length);
  let left = taken;
  let cut = starts.length - 2;
  for (; cut >= 0 && left > 0; cut--) {
    let level = 0;
    for (let k = starts[cut]!; k < starts[cut + 1]!; k++) level += weights[order[k]!]!;
    const share = level > left ? left / level : 1;
    for (let k = starts[cut]!; k < starts[cut + 1]!; k++) shares[order[k]!] = share;
    left -= level;
  }
  const [from, to] = [starts[cut + 1]!, starts[cut + 2]!];
  return { shares, rateAtCut: rateNear(order, outcomes, weights, { from, to }) };
}

/** Win rate of the deals at the cut, and of some n^⅔ nearest to it where few stand there. */
function rateNear(
  order: Uint32Array,
  outcomes: Uint8Array,
  weights: Float64Array,
  { from, to }: { from: number; to: number },
): number {
  const reach = Math.max(0, Math.ceil((order.length ** (2 / 3) - (to - from)) / 2));
  let [won, all] = [0, 0];
  for (let k = Math.max(0, from - reach); k < Math.min(order.length, to + reach); k++) {
    const i = order[k]!;
    all += weights[i]!;
    won += weights[i]! * outcomes[i]!;
  }
  return all > 0 ? won / all : 0;
}

function describeTops(
  sides: readonly [Side, Side],
  outcomes: Uint8Array,
  frame: Frame,
): Estimable<TopDifference> {
  const { weights, taken } = frame;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const won = weights.reduce((sum, weight, i) => sum + weight * outcomes[i]!, 0);
  const wins = sides.map(({ shares }) =>
    shares.reduce((sum, share, i) => sum + weights[i]! * share * outcomes[i]!, 0),
  ) as [number, number];
  // Wins W = Σ t y at a cut where Σ t is held: a deal's influence is t(y − m) − m̄, m the win rate at
  // the cut and m̄ the mean of t(y − m).
  const excess = sides.map(({ shares, rateAtCut }, s) => {
    const mean = (wins[s]! - rateAtCut * taken) / total;
    return shares.map((share, i) => weights[i]! * (share * (outcomes[i]! - rateAtCut) - mean));
  }) as [Float64Array, Float64Array];
  const precision = describeFigure(
    wins.map((w) => w / taken) as [number, number],
    frame,
    (s, i) => {
      return excess[s]![i]! / taken;
    },
  );
  const recall = describeFigure(wins.map((w) => w / won) as [number, number], frame, (s, i) => {
    const ofWon = weights[i]! * (outcomes[i]! - won / total);
    return excess[s]![i]! / won - (wins[s]! / won ** 2) * ofWon;
  });
  if (!isEstimated(precision)) return precision;
  if (!isEstimated(recall)) return recall;
  const both = sides[0].shares.reduce(
    (sum, share, i) => sum + weights[i]! * Math.min(share, sides[1].shares[i]!),
    0,
  );
  return { taken, precision, recall, overlap: both / taken };
}

function describeFigure(
  [first, second]: readonly [number, number],
  { weights, clusters }: Frame,
  influence: (side: 0 | 1, i: number) => number,
): Estimable<TopFigure> {
  const counted = weights.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0);
  const of = (value: number, part: (i: number) => number, lowest: number) =>
    sampledInterval(
      value,
      Float64Array.from(weights, (_, i) => part(i)),
      {
        clusters,
        counted,
        scale: { lowest, highest: 1 },
      },
    );
  const a = of(first, (i) => influence(0, i), 0);
  const b = of(second, (i) => influence(1, i), 0);
  const difference = of(second - first, (i) => influence(1, i) - influence(0, i), -1);
  if (!isEstimated(a)) return a;
  if (!isEstimated(b)) return b;
  if (!isEstimated(difference)) return difference;
  return { first: a, second: b, difference };
}
