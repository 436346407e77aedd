import { type ChiSquareTest, chiSquareTail } from "./chi-square.ts";
import { normalQuantile, twoSidedP } from "./distributions.ts";
import { type Estimable, type Interval, notEstimable } from "./estimate.ts";
import { adjustPValues, type Dependence } from "./false-discovery.ts";

/** An estimate among several, each with its standard error. */
export interface OneOfSeveral {
  readonly value: number;
  readonly standardError: number;
}

/** The same, judged as one of several. */
export interface JudgedOfSeveral {
  /** 95 % of such sets of intervals hold every truth at once. */
  readonly simultaneous: Interval;
  /** Two-sided, of 0, of this one alone. */
  readonly pValue: number;
  /** Adjusted for how many there are: calling what is at most q holds false discoveries to q. */
  readonly qValue: number;
}

/**
 * Several estimates judged together.
 *
 * @param estimates standard errors at least 0; one of 0 with a value of 0 has p = 1
 * @param dependence `positive` for estimates of separate deals (Benjamini and Hochberg), `any` where
 *                   the same deals are in several (Benjamini and Yekutieli)
 * @returns as many, in order. Simultaneous intervals are Bonferroni's, which hold however the
 *          estimates hang together
 * Cost O(m log m).
 */
export function judgeSeveral(
  estimates: readonly OneOfSeveral[],
  dependence: Dependence,
): JudgedOfSeveral[] {
  const m = estimates.length;
  const pValues = Float64Array.from(estimates, ({ value, standardError }) =>
    value === 0 ? 1 : twoSidedP(value / standardError),
  );
  const adjusted = adjustPValues(pValues, dependence);
  const z = m === 0 ? 0 : normalQuantile(1 - 0.025 / m);
  return estimates.map(({ value, standardError }, i) => ({
    simultaneous: { value, low: value - z * standardError, high: value + z * standardError },
    pValue: pValues[i]!,
    qValue: adjusted[i]!,
  }));
}

/**
 * Whether several independent estimates differ more than chance makes them (Cochran's Q).
 *
 * @param estimates of separate deals, standard errors above 0
 * @returns not estimable from fewer than two
 * @throws RangeError on standard errors not above 0
 * Cost O(m). Source: Cochran 1954.
 */
export function testHeterogeneity(estimates: readonly OneOfSeveral[]): Estimable<ChiSquareTest> {
  if (!estimates.every(({ standardError }) => standardError > 0)) {
    throw new RangeError("a standard error is above 0");
  }
  if (estimates.length < 2) return notEstimable("fewer than two parts to compare");
  const { mean } = weighByPrecision(estimates);
  const chiSquare = estimates.reduce(
    (sum, { value, standardError }) => sum + ((value - mean) / standardError) ** 2,
    0,
  );
  const degrees = estimates.length - 1;
  return { chiSquare, degrees, pValue: chiSquareTail(chiSquare, degrees) };
}

/** How independent estimates move along a scale, such as time. */
export interface Trend extends Interval {
  readonly standardError: number;
  /** Two-sided, of no movement. */
  readonly pValue: number;
}

/**
 * The straight line through independent estimates, each counting by its precision.
 *
 * @param at        length m, finite: where on the scale each estimate stands
 * @param estimates length m, standard errors above 0
 * @returns slope per unit of the scale; not estimable when fewer than two places differ
 * @throws RangeError on unequal lengths, places not finite, or standard errors not above 0
 * Cost O(m).
 */
export function estimateTrend(
  at: readonly number[],
  estimates: readonly OneOfSeveral[],
): Estimable<Trend> {
  if (at.length !== estimates.length || !at.every(Number.isFinite)) {
    throw new RangeError("each estimate has a place");
  }
  if (!estimates.every(({ standardError }) => standardError > 0)) {
    throw new RangeError("a standard error is above 0");
  }
  if (new Set(at).size < 2) return notEstimable("fewer than two periods to compare");
  const { mean, weights, total } = weighByPrecision(estimates);
  const middle = at.reduce((sum, place, i) => sum + (weights[i]! / total) * place, 0);
  let [sxx, sxy] = [0, 0];
  at.forEach((place, i) => {
    sxx += weights[i]! * (place - middle) ** 2;
    sxy += weights[i]! * (place - middle) * (estimates[i]!.value - mean);
  });
  const value = sxy / sxx;
  const standardError = 1 / Math.sqrt(sxx);
  const halfWidth = normalQuantile(0.975) * standardError;
  return {
    value,
    low: value - halfWidth,
    high: value + halfWidth,
    standardError,
    pValue: twoSidedP(value / standardError),
  };
}

function weighByPrecision(estimates: readonly OneOfSeveral[]) {
  const weights = estimates.map(({ standardError }) => standardError ** -2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = estimates.reduce((sum, { value }, i) => sum + (weights[i]! / total) * value, 0);
  return { mean, weights, total };
}
