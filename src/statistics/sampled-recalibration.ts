import type { Estimable } from "./estimate.ts";
import type { Sampling } from "./sampled.ts";
import { fitSampledLogistic, type SampledLogisticLine } from "./sampled-logistic.ts";

/**
 * Calibration intercept and slope of deals that are weighted or clustered: logit P(won) = a + b x.
 *
 * @param logOdds length n, finite: logits of the probabilities to be judged
 * @returns a slope with the p-value of 1, and the intercept beside it; not estimable as
 *          `fitSampledLogistic`
 * @throws RangeError as `fitSampledLogistic`
 * Cost some ten passes over n.
 */
export function recalibrateSampled(
  logOdds: Float64Array,
  outcomes: Uint8Array,
  sampling: Sampling = {},
): Estimable<SampledLogisticLine> {
  return fitSampledLogistic({ x: logOdds, outcomes, slopeOfNull: 1 }, sampling);
}
