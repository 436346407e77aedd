import { checkProbabilities } from "./domain.ts";
import { type Estimable, notEstimable } from "./estimate.ts";
import { type NormalInterval, normalInterval } from "./normal-interval.ts";

/** A probability this close to the wrong certainty costs as much as one that is wholly wrong. */
const SMALLEST_PROBABILITY = 1e-15;
const LARGEST_LOSS = -Math.log(SMALLEST_PROBABILITY);

/**
 * Log loss of one deal, −ln of the probability given to what happened.
 *
 * @param probability of winning, in [0, 1]
 * @param outcome 1 = won, 0 = lost
 * @returns from 0 to −ln 1e-15 = 34.5, which is also the loss of a certainty that was wrong
 */
export function logLossOfDeal(probability: number, outcome: number): number {
  const loss = outcome === 1 ? -Math.log(probability) : -Math.log1p(-probability);
  return Math.max(0, Math.min(loss, LARGEST_LOSS));
}

/**
 * Brier score of one deal, the squared distance of its probability from its outcome.
 *
 * @param probability of winning, in [0, 1]
 * @param outcome 1 = won, 0 = lost
 * @returns in [0, 1]
 */
export function brierScoreOfDeal(probability: number, outcome: number): number {
  return (probability - outcome) ** 2;
}

/**
 * Log loss of each deal; `estimateMean` of them is the log loss with its interval, and of their
 * differences between two arms the paired comparison.
 *
 * @param probabilities length n, in [0, 1]
 * @param outcomes      length n, 1 = won, 0 = lost
 * @throws RangeError on unequal lengths, probabilities outside [0, 1], or outcomes not 0 or 1
 * Cost O(n).
 */
export function logLosses(probabilities: Float64Array, outcomes: Uint8Array): Float64Array {
  checkProbabilities(probabilities, outcomes);
  return probabilities.map((p, i) => logLossOfDeal(p, outcomes[i]!));
}

/**
 * Brier score of each deal, to be averaged as log losses are.
 *
 * @param probabilities length n, in [0, 1]
 * @param outcomes      length n, 1 = won, 0 = lost
 * @throws RangeError on unequal lengths, probabilities outside [0, 1], or outcomes not 0 or 1
 * Cost O(n).
 */
export function brierScores(probabilities: Float64Array, outcomes: Uint8Array): Float64Array {
  checkProbabilities(probabilities, outcomes);
  return probabilities.map((p, i) => brierScoreOfDeal(p, outcomes[i]!));
}

/**
 * Mean of independent values with its standard error and 95 % normal interval.
 *
 * @param values length n, finite, on any scale
 * @returns mean ± 1.96 s/√n on the scale of the values; not estimable from fewer than two values
 * @throws RangeError on values that are not finite
 * Cost O(n).
 */
export function estimateMean(values: Float64Array): Estimable<NormalInterval> {
  if (!values.every(Number.isFinite)) throw new RangeError("a value to be averaged is not finite");
  const n = values.length;
  if (n < 2) return notEstimable("fewer than two values");
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return normalInterval(mean, Math.sqrt(squares / (n - 1) / n));
}
