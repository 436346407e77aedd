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

/** How many leads come in, and how many of them can be worked. */
export interface Capacity {
  readonly leadsPerWeek: number;
  readonly workedPerWeek: number;
}

export interface CapacityForecast {
  /** Win rate of the leads worked. */
  readonly precision: Proportion;
  /** Leads worked in the mean week: below the capacity, as some weeks bring fewer leads. */
  readonly workedPerWeek: number;
  readonly winsPerWeek: Interval;
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

/**
 * What to expect when each week's best-scored leads are worked, as many as there is capacity for.
 *
 * Leads come as a Poisson stream, with scores and outcomes like those of the deals. Which score is
 * good enough then changes from week to week, so that a small team's precision lies below that of
 * one cut at the same share of all deals.
 *
 * @param scores   length n, any scale, infinities allowed; higher means likelier to be won
 * @param outcomes length n, 1 = won, 0 = lost, in the order of `scores`
 * @param capacity leads a week that come on average, and that can be worked
 * @returns precision is the mean of outcomes, each deal weighing as often as a lead like it is
 *          worked; its n is Kish's effective size of these weights, and its interval Wilson's of
 *          that n; not estimable without deals
 * @throws RangeError on unequal lengths, NaN scores, outcomes other than 0 and 1, or a capacity
 *         that is not positive and finite
 * Cost O(n), and O(√leads per week) for each score that is sometimes high enough.
 */
export function forecastAtCapacity(
  scores: Float64Array,
  outcomes: Uint8Array,
  { leadsPerWeek, workedPerWeek }: Capacity,
): Estimable<CapacityForecast> {
  checkScores(scores, outcomes);
  if (![leadsPerWeek, workedPerWeek].every((leads) => leads > 0 && leads < Infinity)) {
    throw new RangeError("leads per week are above 0 and finite");
  }
  const n = scores.length;
  if (n === 0) return notEstimable("no deals to count");
  // Leads with at least a run's score come at rate λ = leads per week × share of such deals, and
  // E min(X, k), X ~ Poisson(λ), of them are worked. A run's own are what it adds to that.
  const all = expectWorked(leadsPerWeek, workedPerWeek);
  let [worked, wins, squares] = [0, 0, 0];
  for (const { before, size, won } of runsFromTop(scores, outcomes)) {
    if (all - worked < NEGLIGIBLE * all) break;
    const rate = (leadsPerWeek * (before + size)) / n;
    const added = expectWorked(rate, workedPerWeek) - worked;
    worked += added;
    wins += (added * won) / size;
    squares += added ** 2 / size;
  }
  const effective = worked ** 2 / squares;
  const share = Math.min(1, wins / worked);
  const precision = estimateProportion(share * effective, effective);
  if (!isEstimated(precision)) return precision;
  return { precision, workedPerWeek: all, winsPerWeek: scale(precision, all) };
}

/** Deals of equal score: how many stand above them, how many they are, how many of them won. */
interface Run {
  readonly before: number;
  readonly size: number;
  readonly won: number;
}

const NOTHING_WON = notEstimable("no deal was won");
/** Part of the leads worked that is left to the lowest scores without looking. */
const NEGLIGIBLE = 1e-12;

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

/** E min(X, k) for X ~ Poisson(λ), its terms taken relative to the largest. */
function expectWorked(lambda: number, k: number): number {
  const mode = Math.floor(lambda);
  let [total, worked] = [0, 0];
  const add = (x: number, term: number) => {
    total += term;
    worked += Math.min(x, k) * term;
  };
  // P(x − 1) = P(x) · x/λ and P(x + 1) = P(x) · λ/(x + 1)
  for (let x = mode, term = 1; x >= 0 && term > NO_TERM; term *= x-- / lambda) add(x, term);
  for (let x = mode + 1, term = lambda / x; term > NO_TERM; term *= lambda / ++x) add(x, term);
  return worked / total;
}

/** Relative to the largest term. */
const NO_TERM = 1e-18;

function scale({ value, low, high }: Interval, by: number): Interval {
  return { value: value * by, low: low * by, high: high * by };
}
