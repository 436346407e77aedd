import { normalCdf, normalQuantile } from "./distributions.ts";

/** Two rates that are to be told apart. */
export interface RateQuestion {
  /** Success rate of the first arm, in (0, 1). */
  readonly baseRate: number;
  /** Second arm's rate less the first's, not 0. */
  readonly difference: number;
  /** Units of the second arm for each of the first. */
  readonly ratio?: number;
  /** Share of the outcome's variance that a covariate foretells, in [0, 1). */
  readonly explained?: number;
}

/** How sure the answer should be. */
export interface Certainty {
  /** Chance of seeing a difference where there is none. */
  readonly alpha?: number;
  /** Chance of seeing the difference asked for. */
  readonly power?: number;
}

/**
 * Units of the first arm at which a difference of two rates would be seen with a given chance, by
 * one test at the end.
 *
 * @param question rates, ratio of the arms, and what a covariate explains
 * @returns not rounded, above 0; times 1 + ratio for both arms
 * @throws RangeError on rates, alpha or power outside (0, 1), no difference, a ratio not above 0, or
 *         an explained share outside [0, 1)
 * Cost O(1). Source: the normal approximation with separate variances, Fleiss, Levin and Paik 2003.
 */
export function unitsForDifference(
  question: RateQuestion,
  { alpha = 0.05, power = 0.8 }: Certainty = {},
): number {
  checkCertainty(alpha, power);
  // n = (z_{1−α/2} + z_{power})² · (p₀q₀ + p₁q₁/r)(1 − ρ²) / δ²
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  return (z ** 2 * varianceOfDifference(question)) / question.difference ** 2;
}

/**
 * Chance of seeing a difference of two rates by one two-sided test at the end.
 *
 * @param units of the first arm, above 0
 * @returns in (0, 1)
 * @throws RangeError as `unitsForDifference`, and on units not above 0
 * Cost O(1).
 */
export function powerOfDifference(
  question: RateQuestion,
  units: number,
  { alpha = 0.05 }: Pick<Certainty, "alpha"> = {},
): number {
  checkCertainty(alpha, 0.5);
  const z = normalQuantile(1 - alpha / 2);
  const drift = driftOf(question, units);
  return normalCdf(drift - z) + normalCdf(-drift - z);
}

/**
 * The least difference upwards that would be seen with a given chance, by one test at the end.
 *
 * @param units of the first arm, above 0
 * @returns above 0, as a difference of rates; Infinity where not even a rate of 1 would do
 * @throws RangeError as `unitsForDifference`, and on units not above 0
 * Cost some fifty evaluations of `unitsForDifference`.
 */
export function detectableDifference(
  question: Omit<RateQuestion, "difference">,
  units: number,
  certainty: Certainty = {},
): number {
  const room = 1 - question.baseRate;
  const needed = (difference: number) => unitsForDifference({ ...question, difference }, certainty);
  const nearlyAll = room * (1 - 1e-12);
  if (!(units > 0)) throw new RangeError("units are above 0");
  if (needed(nearlyAll) > units) return Infinity;
  let [low, high] = [0, nearlyAll];
  while (high - low > 1e-12 * room) {
    const middle = (low + high) / 2;
    if (needed(middle) > units) low = middle;
    else high = middle;
  }
  return high;
}

function driftOf(question: RateQuestion, units: number): number {
  if (!(units > 0)) throw new RangeError("units are above 0");
  return Math.abs(question.difference) / Math.sqrt(varianceOfDifference(question) / units);
}

/** Of one unit of the first arm: p₀q₀ + p₁q₁/r, less what a covariate explains. */
function varianceOfDifference(question: RateQuestion): number {
  const { baseRate, difference, ratio = 1, explained = 0 } = question;
  const other = baseRate + difference;
  if (![baseRate, other].every((rate) => rate > 0 && rate < 1) || difference === 0) {
    throw new RangeError("two different rates between 0 and 1 are asked for");
  }
  if (!(ratio > 0 && ratio < Infinity)) throw new RangeError("a ratio is above 0");
  if (!(explained >= 0 && explained < 1)) throw new RangeError("what is explained is in [0, 1)");
  return (baseRate * (1 - baseRate) + (other * (1 - other)) / ratio) * (1 - explained);
}

/** @throws RangeError on an alpha or power outside (0, 1) */
export function checkCertainty(alpha: number, power: number): void {
  if (![alpha, power].every((chance) => chance > 0 && chance < 1)) {
    throw new RangeError("alpha and power are between 0 and 1");
  }
}
