import { twoSidedP } from "./distributions.ts";
import { checkScores, countWon } from "./domain.ts";
import { type Estimable, notEstimable } from "./estimate.ts";
import { type NormalInterval, normalInterval } from "./normal-interval.ts";
import { sortOrder, tieStarts } from "./order.ts";

/** AUC of the first scores less AUC of the second, on the same deals. */
export interface AucDifference extends NormalInterval {
  readonly z: number;
  /** Two-sided, of no difference. */
  readonly pValue: number;
}

/**
 * Area under the ROC curve: the chance that a won deal scores above a lost one, ties counting half.
 *
 * @param scores   length n, any scale, infinities allowed; higher means likelier to be won
 * @param outcomes length n, 1 = won, 0 = lost, in the order of `scores`
 * @returns value in [0, 1] with DeLong's standard error, and the interval value ± 1.96 standard
 *          errors cut at 0 and 1; where the classes do not overlap at all, and where all scores
 *          are equal, the standard error is 0 and the interval a point;
 *          not estimable when either class has fewer than two deals
 * @throws RangeError on unequal lengths, NaN scores, or outcomes other than 0 and 1
 * Cost O(n). Source: DeLong, DeLong and Clarke-Pearson 1988.
 */
export function estimateAuc(scores: Float64Array, outcomes: Uint8Array): Estimable<NormalInterval> {
  checkScores(scores, outcomes);
  if (!hasTwoOfEachClass(outcomes)) return TOO_FEW;
  const { mean, standardError } = summarise(placeDeals(scores, outcomes), outcomes);
  return normalInterval(mean, standardError, { lowest: 0, highest: 1 });
}

/**
 * Whether one score ranks the same deals better than another: AUC_A − AUC_B, paired.
 *
 * Not valid for nested models on the deals they were trained on: compare on later deals.
 *
 * @param scoresA, scoresB length n, each on any scale
 * @param outcomes length n, 1 = won, 0 = lost, in the order of both
 * @returns the difference in [−1, 1] with DeLong's standard error, cut at −1 and 1; two scores that
 *          rank alike give 0 with z = 0 and p = 1; not estimable when either class has fewer than
 *          two deals, or when the scores differ without any spread from deal to deal
 * @throws RangeError on unequal lengths, NaN scores, or outcomes other than 0 and 1
 * Cost O(n). Source: DeLong, DeLong and Clarke-Pearson 1988.
 */
export function compareAucs(
  scoresA: Float64Array,
  scoresB: Float64Array,
  outcomes: Uint8Array,
): Estimable<AucDifference> {
  checkScores(scoresA, outcomes);
  checkScores(scoresB, outcomes);
  if (!hasTwoOfEachClass(outcomes)) return TOO_FEW;
  const placesB = placeDeals(scoresB, outcomes);
  // Var(A − B) of the differences themselves: identical rankings then give exactly 0.
  const differences = placeDeals(scoresA, outcomes).map((place, i) => place - placesB[i]!);
  const { mean, standardError } = summarise(differences, outcomes);
  if (mean !== 0 && standardError < LEAST_SPREAD) {
    return notEstimable("the two scores differ by the same amount on every deal");
  }
  const z = mean === 0 ? 0 : mean / standardError;
  return {
    ...normalInterval(mean, standardError, { lowest: -1, highest: 1 }),
    z,
    pValue: twoSidedP(z),
  };
}

/**
 * Ranks from 1, equal values sharing the mean of the ranks that they fill.
 *
 * @param values length n, without NaN
 * @throws RangeError on NaN
 * Cost O(n).
 */
export function rankMid(values: Float64Array): Float64Array {
  if (values.some(Number.isNaN)) throw new RangeError("NaN has no rank");
  const order = sortOrder(values);
  const starts = tieStarts(values, order);
  const ranks = new Float64Array(values.length);
  for (let g = 0; g + 1 < starts.length; g++) {
    const rank = (starts[g]! + 1 + starts[g + 1]!) / 2;
    for (let k = starts[g]!; k < starts[g + 1]!; k++) ranks[order[k]!] = rank;
  }
  return ranks;
}

/** Rounding leaves less; two million deals that differ in one pair still have more. */
const LEAST_SPREAD = 1e-15;
const TOO_FEW = notEstimable("fewer than two won or fewer than two lost deals");

function hasTwoOfEachClass(outcomes: Uint8Array): boolean {
  const won = countWon(outcomes);
  return won >= 2 && outcomes.length - won >= 2;
}

/**
 * Each deal's placement: the share of the other class that it is rightly ranked against, a tie
 * counting half. With m won and n lost deals these are DeLong's components
 *
 *   V10 of a won deal  = (lost below + ½ lost level) / n
 *   V01 of a lost deal = (won above + ½ won level) / m
 *
 * in one pass over one sort, where the usual way ranks all deals and each class.
 *
 * @param scores   length n, without NaN
 * @param outcomes length n, 1 = won, 0 = lost, with both
 * @param weights  length n, at least 0: deals count as so many, in m and n too; all 1 when left out
 * @returns length n, in [0, 1]
 * Cost O(n).
 */
export function placeDeals(
  scores: Float64Array,
  outcomes: Uint8Array,
  weights?: Float64Array,
): Float64Array {
  const order = sortOrder(scores);
  const starts = tieStarts(scores, order);
  const { won: m, lost: n } = weighClasses(outcomes, weights);
  const placements = new Float64Array(scores.length);
  let [wonBelow, lostBelow] = [0, 0];
  for (let g = 0; g + 1 < starts.length; g++) {
    const [start, end] = [starts[g]!, starts[g + 1]!];
    let [wonLevel, lostLevel] = [0, 0];
    for (let k = start; k < end; k++) {
      const i = order[k]!;
      const weight = weights === undefined ? 1 : weights[i]!;
      if (outcomes[i] === 1) wonLevel += weight;
      else lostLevel += weight;
    }
    const v10 = (lostBelow + lostLevel / 2) / n;
    const v01 = (m - wonBelow - wonLevel / 2) / m;
    for (let k = start; k < end; k++) {
      const i = order[k]!;
      placements[i] = outcomes[i] === 1 ? v10 : v01;
    }
    wonBelow += wonLevel;
    lostBelow += lostLevel;
  }
  return placements;
}

/** Weight of the won and of the lost deals; their numbers without weights. */
export function weighClasses(
  outcomes: Uint8Array,
  weights?: Float64Array,
): { readonly won: number; readonly lost: number } {
  if (weights === undefined) {
    const won = countWon(outcomes);
    return { won, lost: outcomes.length - won };
  }
  let [won, lost] = [0, 0];
  for (let i = 0; i < outcomes.length; i++) {
    if (outcomes[i] === 1) won += weights[i]!;
    else lost += weights[i]!;
  }
  return { won, lost };
}

/** Mean of placements, which is the same in both classes, and √(Var₁₀/m + Var₀₁/n). */
function summarise(
  placements: Float64Array,
  outcomes: Uint8Array,
): { mean: number; standardError: number } {
  const won = spreadOfClass(placements, outcomes, 1);
  const lost = spreadOfClass(placements, outcomes, 0);
  return { mean: won.mean, standardError: Math.sqrt(won.variance + lost.variance) };
}

/** Mean of one class and the variance of that mean. */
function spreadOfClass(placements: Float64Array, outcomes: Uint8Array, outcome: 0 | 1) {
  const own = placements.filter((_, i) => outcomes[i] === outcome);
  const mean = own.reduce((sum, v) => sum + v, 0) / own.length;
  const squares = own.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return { mean, variance: squares / (own.length - 1) / own.length };
}
