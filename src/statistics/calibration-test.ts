import { twoSidedP } from "./distributions.ts";
import { checkProbabilities } from "./domain.ts";
import { type Estimable, notEstimable } from "./estimate.ts";

export interface CalibrationTest {
  /** Standard normal when every probability is right; above 0 when they are too extreme. */
  readonly z: number;
  /** Two-sided, of "every probability is right". */
  readonly pValue: number;
}

/**
 * Spiegelhalter's test of calibration: whether the Brier score is what the probabilities
 * themselves lead to expect.
 *
 * It rejects ever smaller faults as n grows: judge their size by slope and calibration error.
 *
 * @param probabilities length n, in [0, 1]
 * @param outcomes      length n, 1 = won, 0 = lost
 * @returns not estimable when every probability is 0, ½ or 1, which leave nothing to vary
 * @throws RangeError on unequal lengths, probabilities outside [0, 1], or outcomes not 0 or 1
 * Cost O(n). Source: Spiegelhalter 1986.
 */
export function testCalibration(
  probabilities: Float64Array,
  outcomes: Uint8Array,
): Estimable<CalibrationTest> {
  checkProbabilities(probabilities, outcomes);
  // z = Σ (y − p)(1 − 2p) / √Σ (1 − 2p)² p(1 − p)
  let excess = 0;
  let variance = 0;
  probabilities.forEach((p, i) => {
    excess += (outcomes[i]! - p) * (1 - 2 * p);
    variance += (1 - 2 * p) ** 2 * p * (1 - p);
  });
  if (variance === 0) return notEstimable("every probability is 0, one half or 1");
  const z = excess / Math.sqrt(variance);
  return { z, pValue: twoSidedP(z) };
}
