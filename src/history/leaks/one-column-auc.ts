import type { AttributeValue } from "../../scorecard/lead.ts";
import { estimateAuc } from "../../statistics/auc.ts";
import { type Estimable, isEstimated } from "../../statistics/estimate.ts";
import type { NormalInterval } from "../../statistics/normal-interval.ts";
import { type Random, shuffle } from "../../statistics/random.ts";
import { assignLevels, countLevels } from "./levels.ts";

const FOLDS = 5;
/** Deals of average luck that each level is thought to have had before. */
const PRIOR_DEALS = 10;

/**
 * How well one column alone tells the outcome, judged on deals that its win rates did not see.
 *
 * Every value has a level (see levels.ts), and a deal's score is its level's win rate among the other
 * four of five folds, smoothed towards the base rate:
 *
 *   score = (won of level + k·base rate) / (deals of level + k),  k = 10
 *
 * Win rates follow any shape, so a column that tells the outcome turned round is found too.
 *
 * @param values   length n
 * @param outcomes length n, 1 = won, 0 = lost, in the order of `values`
 * @param random   draws the folds; won and lost deals are dealt out separately
 * @returns value in [0, 1], not above .5 for a column that says nothing;
 *          not estimable when either class has fewer than two deals
 * @throws RangeError on unequal lengths
 * Cost O(n log n).
 */
export function estimateColumnAuc(
  values: readonly AttributeValue[],
  outcomes: Uint8Array,
  random: Random,
): Estimable<NormalInterval> {
  if (values.length !== outcomes.length)
    throw new RangeError("expected an outcome for every value");
  const levels = assignLevels(values);
  const folds = dealFolds(outcomes, random);
  const scores = new Float64Array(values.length);
  for (let fold = 0; fold < FOLDS; fold++) scoreFold(fold, { levels, folds, outcomes, scores });
  return estimateAuc(scores, outcomes);
}

/** The AUC as a reader takes it: a column that says nothing tells the outcome as well as a coin. */
export function readColumnAuc(auc: Estimable<NormalInterval>): Estimable<number> {
  return isEstimated(auc) ? Math.max(0.5, auc.value) : auc;
}

/** Each class is dealt out by itself, so that every fold has the base rate. */
function dealFolds(outcomes: Uint8Array, random: Random): Uint8Array {
  const folds = new Uint8Array(outcomes.length);
  const dealt = [0, 0];
  for (const i of shuffle(outcomes.length, random)) {
    const outcome = outcomes[i]!;
    folds[i] = dealt[outcome]! % FOLDS;
    dealt[outcome]!++;
  }
  return folds;
}

function scoreFold(
  fold: number,
  deals: {
    readonly levels: Uint32Array;
    readonly folds: Uint8Array;
    readonly outcomes: Uint8Array;
    readonly scores: Float64Array;
  },
): void {
  const { levels, folds, outcomes, scores } = deals;
  const size = countLevels(levels);
  const [count, won] = [new Float64Array(size), new Float64Array(size)];
  let [allCount, allWon] = [0, 0];
  levels.forEach((level, i) => {
    if (folds[i] === fold) return;
    count[level]!++;
    won[level]! += outcomes[i]!;
    allCount++;
    allWon += outcomes[i]!;
  });
  const baseRate = allCount === 0 ? 0 : allWon / allCount;
  levels.forEach((level, i) => {
    if (folds[i] === fold)
      scores[i] = (won[level]! + PRIOR_DEALS * baseRate) / (count[level]! + PRIOR_DEALS);
  });
}
