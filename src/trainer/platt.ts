import { Refusal } from "../refusal.ts";
import { type Estimable, notEstimable } from "../statistics/estimate.ts";
import type { Design } from "./design-matrix.ts";
import { fitFirth } from "./firth.ts";
import { fitLogistic } from "./fit.ts";

/** What a score says of the log-odds of winning: logit P(won) = intercept + slope × score. */
export interface ScoreCalibration {
  /** Log-odds at a score of 0. */
  readonly intercept: number;
  /** Log-odds per point; 0 or less when a higher score is no better than chance. */
  readonly slope: number;
  readonly slopeStandardError: Estimable<number>;
  /** Log-odds of winning whatever the score. */
  readonly baseLogOdds: number;
  /** The slope is above 0: a higher score goes with more wins. */
  readonly ranks: boolean;
  /** Firth's correction stands in where the score parts won from lost without overlap. */
  readonly method: "maximum-likelihood" | "firth" | "constant-score";
}

/**
 * Calibrates a score on outcomes by logistic regression on the score alone. The slope is not
 * constrained: a negative one is reported as it is, and left out by `calibrateScore`.
 *
 * @param score    length n, points
 * @param outcomes length n, 1 = won, 0 = lost
 * @returns the calibration, or `one-class`. A constant score has a slope of 0 without a standard
 *          error; a score that separates won from lost has Firth's finite slope.
 * @throws RangeError on unequal lengths, scores that are not finite, and outcomes other than 0 and 1
 * Cost O(n). Source: Platt 1999, without his smoothed targets; Firth 1993.
 */
export function fitScoreCalibration(
  score: Float64Array,
  outcomes: Uint8Array,
): ScoreCalibration | Refusal {
  const design: Design = { rows: outcomes.length, columns: 1, values: score, outcomes };
  if (!score.every(Number.isFinite)) throw new RangeError("a score is not finite");
  const alone = fitLogistic({ ...design, columns: 0, values: new Float64Array(0) });
  if (alone instanceof Refusal) return alone;
  const baseLogOdds = alone.intercept;
  const likeliest = fitLogistic(design);
  const separated = likeliest instanceof Refusal && likeliest.code === "separated";
  const fit = separated ? fitFirth(design) : likeliest;
  if (fit instanceof Refusal) {
    return {
      intercept: baseLogOdds,
      slope: 0,
      slopeStandardError: notEstimable("every deal has the same score"),
      baseLogOdds,
      ranks: false,
      method: "constant-score",
    };
  }
  const slope = fit.coefficients[0]!;
  return {
    intercept: fit.intercept,
    slope,
    slopeStandardError: fit.standardErrors[0]!,
    baseLogOdds,
    ranks: slope > 0,
    method: separated ? "firth" : "maximum-likelihood",
  };
}

/**
 * Log-odds of winning for scores, with a slope that is never negative: where a higher score is no
 * better than chance every deal has the base log-odds.
 *
 * @param score length n, points
 * @returns length n, log-odds, not falling in the score
 * Cost O(n).
 */
export function calibrateScore(
  { intercept, slope, baseLogOdds }: ScoreCalibration,
  score: Float64Array,
): Float64Array {
  // z = a + s·score for s > 0, else logit of the base rate
  return score.map((points) => (slope > 0 ? intercept + slope * points : baseLogOdds));
}
