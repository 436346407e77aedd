import type { AttributeValue } from "../../scorecard/lead.ts";
import { isEstimated } from "../../statistics/estimate.ts";
import { compareProportions } from "../../statistics/proportion.ts";

const ONE_SIDED_SHARE = 0.95;
const ONE_SIDED_Z = 5;
const LEAST_FILLED = 30;
/** A yes or no may be no for all but a few, who never win: the under-age, say. A leak is no rarity. */
const LEAST_YES = 0.2;

/**
 * The outcome for which alone a column is filled, if there is one. 0, no and an empty list count as
 * not filled, since exports write them for what never happened. With f the fill rate of an outcome:
 *
 *   f_one / (f_won + f_lost) ≥ .95,  and f_won ≠ f_lost at |z| ≥ 5
 *
 * The share is of fill rates and not of filled cells, so that a base rate near 0 or 1 neither makes
 * nor hides a finding. At 5 standard errors chance gives one finding in a million columns. Where all
 * that is filled is a yes, f_one must be .2 or more besides.
 *
 * @param values   length n
 * @param outcomes length n, 1 = won, 0 = lost, in the order of `values`
 * @returns null where there is none, or fewer than 30 values are filled
 * Cost O(n).
 */
export function findOnlyOutcome(
  values: readonly AttributeValue[],
  outcomes: Uint8Array,
): "won" | "lost" | null {
  const filled = [0, 0];
  const all = [0, 0];
  values.forEach((value, i) => {
    all[outcomes[i]!]!++;
    if (isFilled(value)) filled[outcomes[i]!]!++;
  });
  const [lost, won] = [
    { successes: filled[0]!, n: all[0]! },
    { successes: filled[1]!, n: all[1]! },
  ];
  if (won.successes + lost.successes < LEAST_FILLED || won.n === 0 || lost.n === 0) return null;
  const difference = compareProportions(won, lost);
  if (!isEstimated(difference) || Math.abs(difference.z) < ONE_SIDED_Z) return null;
  const [fillWon, fillLost] = [won.successes / won.n, lost.successes / lost.n];
  const share = Math.max(fillWon, fillLost) / (fillWon + fillLost);
  if (share < ONE_SIDED_SHARE) return null;
  if (Math.max(fillWon, fillLost) < LEAST_YES && values.every(isYesOrEmpty)) return null;
  return fillWon > fillLost ? "won" : "lost";
}

function isFilled(value: AttributeValue): boolean {
  if (value === null || value === false || value === 0 || value === "") return false;
  return typeof value !== "object" || value.length > 0;
}

function isYesOrEmpty(value: AttributeValue): boolean {
  return value === true || value === 1 || !isFilled(value);
}
