import { checkScores, countWon } from "./domain.ts";
import { type Estimable, type Interval, isEstimated, notEstimable } from "./estimate.ts";
import { sortOrder, tieStarts } from "./order.ts";
import { estimateProportion, type Proportion } from "./proportion.ts";

/** How many of the highest-scored deals are taken. Neither need be whole. */
export type Top = { readonly deals: number } | { readonly share: number };

/** The highest-scored deals, and what taking them brings. */
export interface TopDeals {
  readonly taken: number;
  /** Fractional where deals level at the cut are shared out. */
  readonly wins: number;
  /** Win rate of the deals taken. */
  readonly precision: Proportion;
  /** Precision ÷ base rate. */
  readonly lift: Estimable<Interval>;
  /** Share of all wins that are among the deals taken. */
  readonly recall: Estimable<Proportion>;
}

/**
 * Precision, lift and recall among the highest-scored deals.
 *
 * @param scores   length n, any scale, infinities allowed; higher means likelier to be won
 * @param outcomes length n, 1 = won, 0 = lost, in the order of `scores`
 * @param top      how many deals, or which share of them in (0, 1]
 * @returns of deals level at the cut, as many are taken as fit, each in equal part: the value
 *          expected if level deals were drawn at random. Precision has Wilson's interval of the
 *          deals taken, recall of the wins, as if the cut were a fixed score; lift has that of
 *          precision, the base rate being taken as known. Not estimable when less than one deal is
 *          taken, or more than there are; lift and recall not when nothing was won
 * @throws RangeError on unequal lengths, NaN scores, outcomes other than 0 and 1, or a top that is
 *         not positive, or a share above 1
 * Cost O(n).
 */
export function estimatePrecisionAt(
  scores: Float64Array,
  outcomes: Uint8Array,
  top: Top,
): Estimable<TopDeals> {
  checkScores(scores, outcomes);
  const n = scores.length;
  const taken = countTaken(top, n);
  if (taken < 1) return notEstimable("less than one deal is taken");
  if (taken > n) return notEstimable("there are fewer deals than are to be taken");
  const won = countWon(outcomes);
  const wins = Math.min(taken, won, countWonAmongTop(runsFromTop(scores, outcomes), taken));
  const precision = estimateProportion(wins, taken);
  if (!isEstimated(precision)) return precision;
  return {
    taken,
    wins,
    precision,
    lift: won === 0 ? NOTHING_WON : scale(precision, n / won),
    recall: won === 0 ? NOTHING_WON : estimateProportion(wins, won),
  };
}

/** Deals of equal score: how many stand above them, how many they are, how many of them won. */
interface Run {
  readonly before: number;
  readonly size: number;
  readonly won: number;
}

const NOTHING_WON = notEstimable("no deal was won");
function countTaken(top: Top, n: number): number {
  const asked = "deals" in top ? top.deals : top.share;
  if (!(asked > 0)) throw new RangeError("the top holds more than no deals");
  if ("deals" in top) return top.deals;
  if (top.share > 1) throw new RangeError("a share is at most 1");
  return top.share * n;
}

function* runsFromTop(scores: Float64Array, outcomes: Uint8Array): Generator<Run> {
  const order = sortOrder(scores);
  const starts = tieStarts(scores, order);
  for (let g = starts.length - 2; g >= 0; g--) {
    const [start, end] = [starts[g]!, starts[g + 1]!];
    let won = 0;
    for (let k = start; k < end; k++) won += outcomes[order[k]!]!;
    yield { before: scores.length - end, size: end - start, won };
  }
}

function countWonAmongTop(runs: Iterable<Run>, taken: number): number {
  let wins = 0;
  for (const { before, size, won } of runs) {
    if (before >= taken) break;
    wins += won * Math.min(1, (taken - before) / size);
  }
  return wins;
}

function scale({ value, low, high }: Interval, by: number): Interval {
  return { value: value * by, low: low * by, high: high * by };
}
