import type { AttributeValue } from "../../scorecard/lead.ts";
import { estimateAuc } from "../../statistics/auc.ts";
import { countWon } from "../../statistics/domain.ts";
import { type Estimable, isEstimated, notEstimable } from "../../statistics/estimate.ts";
import { type NormalInterval, normalInterval } from "../../statistics/normal-interval.ts";

/** Sizes of which each is a third larger than the one before. */
const SIZES_PER_DECADE = 8;
const LEAST_AMOUNTS = 200;
const LEAST_MEDIAN = 1000;
/** Of each outcome, among deals that can be compared. */
const LEAST_COMPARED = 30;
const TELLING = 0.1;
const TELLING_LOW = 0.05;

/**
 * Whether an amount's trailing zeros tell the outcome: a round figure is a guess, and an exact one
 * stands in a contract. With A from measureExactness:
 *
 *   |A − ½| ≥ .10, and its 95 % interval beyond .05
 *
 * Honest amounts and running numbers of public tables stay within .01, amounts that are set right when
 * the deal is won reach .15.
 */
export function tellsByDigits(values: readonly AttributeValue[], outcomes: Uint8Array): boolean {
  const auc = measureExactness(values, outcomes);
  if (!isEstimated(auc)) return false;
  const nearest = auc.value > 0.5 ? auc.low - 0.5 : 0.5 - auc.high;
  return Math.abs(auc.value - 0.5) >= TELLING && nearest >= TELLING_LOW;
}

/**
 * The chance that the amount of a won deal has fewer trailing zeros than that of a lost deal of about
 * its size, ties counting half. Large amounts are rounder, and may be lost more often, which is honest:
 * so only deals of one size s are compared, each a third larger than the one before. With m won and n
 * lost deals of a size:
 *
 *   A = Σ wₛ AUCₛ / Σ wₛ,   SE² = Σ wₛ² SEₛ² / (Σ wₛ)²,   wₛ = mₛ nₛ / (mₛ + nₛ)
 *
 * @param values   length n; only numbers other than 0 are looked at
 * @param outcomes length n, 1 = won, 0 = lost, in the order of `values`
 * @returns A in [0, 1]; not estimable with fewer than 200 amounts, with a median below 1,000, or where
 *          fewer than 30 won or 30 lost deals share a size with two of each
 * Cost O(n). Source of the weights: van Elteren 1960.
 */
export function measureExactness(
  values: readonly AttributeValue[],
  outcomes: Uint8Array,
): Estimable<NormalInterval> {
  const amounts = values.map((value) => (typeof value === "number" ? Math.abs(value) : 0));
  const sorted = amounts.filter((amount) => amount > 0).toSorted((a, b) => a - b);
  if (sorted.length < LEAST_AMOUNTS) return notEstimable("fewer than 200 amounts");
  if (sorted[sorted.length >> 1]! < LEAST_MEDIAN)
    return notEstimable("its numbers are too small to be amounts");
  let [weights, sum, variance] = [0, 0, 0];
  const compared = { won: 0, lost: 0 };
  for (const deals of groupBySize(amounts)) {
    const own = Uint8Array.from(deals, (i) => outcomes[i]!);
    const exactness = Float64Array.from(deals, (i) => -countZeros(amounts[i]!));
    const auc = estimateAuc(exactness, own);
    if (!isEstimated(auc)) continue;
    const won = countWon(own);
    compared.won += won;
    compared.lost += own.length - won;
    const weight = (won * (own.length - won)) / own.length;
    weights += weight;
    sum += weight * auc.value;
    variance += (weight * auc.standardError) ** 2;
  }
  if (Math.min(compared.won, compared.lost) < LEAST_COMPARED)
    return notEstimable("too few won and lost amounts of one size");
  const scale = { lowest: 0, highest: 1 };
  return normalInterval(sum / weights, Math.sqrt(variance) / weights, scale);
}

function groupBySize(amounts: readonly number[]): Iterable<readonly number[]> {
  const bySize = new Map<number, number[]>();
  amounts.forEach((amount, i) => {
    if (amount === 0) return;
    const size = Math.floor(SIZES_PER_DECADE * Math.log10(amount));
    const same = bySize.get(size);
    if (same === undefined) bySize.set(size, [i]);
    else same.push(i);
  });
  return bySize.values();
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
