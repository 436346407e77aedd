import type { AttributeValue } from "../../scorecard/lead.ts";
import { estimateAuc, rankMid } from "../../statistics/auc.ts";
import { type Estimable, isEstimated, notEstimable } from "../../statistics/estimate.ts";
import type { NormalInterval } from "../../statistics/normal-interval.ts";
import { cutAtQuantiles, findRange } from "../proposal/binning.ts";

const SIZES = 20;
const LEAST_AMOUNTS = 200;
const LEAST_MEDIAN = 1000;
const TELLING = 0.1;
const TELLING_LOW = 0.05;

/**
 * Whether an amount's trailing zeros tell the outcome: a round figure is a guess, an exact one stands in a
 * contract.
 *
 *   |AUC(exactness) − ½| ≥ .10, and its 95 % interval beyond .05
 *
 * @see measureExactness
 */
export function tellsByDigits(values: readonly AttributeValue[], outcomes: Uint8Array): boolean {
  const auc = measureExactness(values, outcomes);
  if (!isEstimated(auc)) return false;
  const nearest = auc.value > 0.5 ? auc.low - 0.5 : 0.5 - auc.high;
  return Math.abs(auc.value - 0.5) >= TELLING && nearest >= TELLING_LOW;
}

/**
 * How well the exactness of an amount tells the outcome among amounts of about its size. Large amounts
 * are rounder, and may be lost more often, which is honest: so zeros are ranked within each of 20
 * quantile ranges of the amount.
 */
export function measureExactness(
  values: readonly AttributeValue[],
  outcomes: Uint8Array,
): Estimable<NormalInterval> {
  const deals = values.flatMap((value, i) => (typeof value === "number" && value !== 0 ? [i] : []));
  const amounts = deals.map((i) => Math.abs(values[i] as number));
  const middle = amounts.toSorted((a, b) => a - b)[amounts.length >> 1] ?? 0;
  if (deals.length < LEAST_AMOUNTS) return notEstimable("fewer than 200 amounts");
  if (middle < LEAST_MEDIAN) return notEstimable("its numbers are too small to be amounts");
  const cuts = cutAtQuantiles(amounts, SIZES);
  const bySize = Array.from({ length: cuts.length + 1 }, (): number[] => []);
  amounts.forEach((amount, k) => bySize[findRange(amount, cuts)]!.push(k));
  const scores = new Float64Array(deals.length);
  for (const same of bySize) {
    const ranks = rankMid(Float64Array.from(same, (k) => -countZeros(amounts[k]!)));
    same.forEach((k, at) => {
      scores[k] = ranks[at]! / (same.length + 1);
    });
  }
  return estimateAuc(
    scores,
    Uint8Array.from(deals, (i) => outcomes[i]!),
  );
}

/** Of an amount in hundredths, at most 12. */
function countZeros(amount: number): number {
  let rest = Math.round(amount * 100);
  let zeros = 0;
  while (zeros < 12 && rest !== 0 && rest % 10 === 0) {
    rest /= 10;
    zeros++;
  }
  return zeros;
}
