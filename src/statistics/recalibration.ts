import { checkProbabilities, countWon } from "./domain.ts";
import { type Estimable, isEstimated, type NotEstimable, notEstimable } from "./estimate.ts";
import { fitLogisticLine, fitLogisticShift } from "./logistic-line.ts";
import { type NormalInterval, normalInterval } from "./normal-interval.ts";
import { checkSampling, type Sampling, sampledInterval } from "./sampled.ts";

/** logit P(won) = intercept + slope · logit p; 0 and 1 when p needs no correction. */
export interface Recalibration {
  readonly intercept: NormalInterval;
  readonly slope: NormalInterval;
}

/** Probabilities of 0 and 1 are taken to be this far from it, as their logits are infinite. */
const SMALLEST_PROBABILITY = 1e-15;

/**
 * Calibration intercept and slope: the logistic regression of outcomes on the logit of
 * probabilities. A slope below 1 says that the probabilities are too extreme.
 *
 * @param probabilities length n, in [0, 1]; nearer than 1e-15 to 0 or 1 counts as 1e-15 from it
 * @param outcomes      length n, 1 = won, 0 = lost
 * @returns maximum-likelihood estimates in log-odds with Wald intervals; not estimable when there
 *          is one class only, when all probabilities are equal, and when one probability divides
 *          won from lost deals (the slope is then infinite)
 * @throws RangeError on unequal lengths, probabilities outside [0, 1], or outcomes not 0 or 1
 * Cost some ten passes over the deals. Source: Cox 1958.
 */
export function estimateRecalibration(
  probabilities: Float64Array,
  outcomes: Uint8Array,
): Estimable<Recalibration> {
  checkProbabilities(probabilities, outcomes);
  const x = probabilities.map(logit);
  const reason = findObstacle(x, outcomes);
  if (reason) return reason;
  // About their mean, so that a narrow range far from 0 does not spoil the information matrix.
  const centre = averageOf(x);
  const centred = x.map((xi) => xi - centre);
  const line = fitLogisticLine(centred, outcomes);
  if (!line) return DID_NOT_SETTLE;
  const { a, b, variance } = line;
  // The intercept is a − centre · b.
  const varianceIntercept = variance.aa - 2 * centre * variance.ab + centre ** 2 * variance.bb;
  return {
    intercept: normalInterval(a - centre * b, Math.sqrt(varianceIntercept)),
    slope: normalInterval(b, Math.sqrt(variance.bb)),
  };
}

/**
 * Calibration in the large: the intercept when the slope is held at 1, that is how many log-odds
 * the probabilities lie too low (above 0) or too high (below 0) taken together.
 *
 * @param probabilities length n, in [0, 1]; nearer than 1e-15 to 0 or 1 counts as 1e-15 from it
 * @param outcomes      length n, 1 = won, 0 = lost
 * @param sampling      clusters of length n: deals of one account or rep share one
 * @returns maximum-likelihood estimate in log-odds with a Wald interval, its standard error that of
 *          a sandwich where deals are clustered; not estimable when there is one class only, or
 *          fewer than two clusters
 * @throws RangeError on unequal lengths, probabilities outside [0, 1], or outcomes not 0 or 1
 * Cost some ten passes over the deals. Source: Cox 1958.
 */
export function estimateCalibrationInTheLarge(
  probabilities: Float64Array,
  outcomes: Uint8Array,
  { clusters }: Pick<Sampling, "clusters"> = {},
): Estimable<NormalInterval> {
  checkProbabilities(probabilities, outcomes);
  checkSampling({ clusters }, outcomes.length);
  const won = countWon(outcomes);
  if (won === 0 || won === outcomes.length) return ONE_CLASS;
  const x = probabilities.map(logit);
  const shift = fitLogisticShift(x, outcomes);
  if (!shift) return DID_NOT_SETTLE;
  if (clusters === undefined) return normalInterval(shift.a, Math.sqrt(shift.variance));
  // A deal moves a by H⁻¹ (y − μ), μ = σ(a + x).
  const influence = x.map(
    (xi, i) => shift.variance * (outcomes[i]! - 1 / (1 + Math.exp(-shift.a - xi))),
  );
  const interval = sampledInterval(shift.a, influence, { clusters });
  if (!isEstimated(interval)) return interval;
  const { value, low, high, standardError } = interval;
  return { value, low, high, standardError };
}

const ONE_CLASS = notEstimable("all deals have the same outcome");
const DID_NOT_SETTLE = notEstimable("the fit did not settle");

function findObstacle(x: Float64Array, outcomes: Uint8Array): NotEstimable | undefined {
  const won = rangeOf(x.filter((_, i) => outcomes[i] === 1));
  const lost = rangeOf(x.filter((_, i) => outcomes[i] === 0));
  if (won.least > won.most || lost.least > lost.most) return ONE_CLASS;
  if (Math.min(won.least, lost.least) === Math.max(won.most, lost.most)) {
    return notEstimable("all probabilities are equal");
  }
  if (lost.most <= won.least || won.most <= lost.least) {
    return notEstimable("one probability divides won from lost deals, so the slope is infinite");
  }
  return undefined;
}

/** least > most when there are no values. */
function rangeOf(values: Float64Array): { least: number; most: number } {
  return values.reduce(
    ({ least, most }, value) => ({ least: Math.min(least, value), most: Math.max(most, value) }),
    { least: Infinity, most: -Infinity },
  );
}

function averageOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function logit(probability: number): number {
  const p = Math.max(probability, SMALLEST_PROBABILITY);
  const q = Math.max(1 - probability, SMALLEST_PROBABILITY);
  return Math.log(p) - Math.log(q);
}
