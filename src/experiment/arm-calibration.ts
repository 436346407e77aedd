import { type ReliabilityBin, reliabilityBins } from "../statistics/calibration-error.ts";
import { type CorpPoint, estimateCorpReliability } from "../statistics/corp-reliability.ts";
import {
  type ExpectedCalibrationError,
  estimateCalibrationErrorInterval,
} from "../statistics/ece-interval.ts";
import type { Estimable } from "../statistics/estimate.ts";
import { decomposeLoss, type LossDecomposition } from "../statistics/isotonic.ts";
import { brierScoreOfDeal } from "../statistics/log-loss.ts";
import type { NormalInterval } from "../statistics/normal-interval.ts";
import { type Random, shuffle } from "../statistics/random.ts";
import { estimateCalibrationInTheLarge } from "../statistics/recalibration.ts";
import { type SampledLogisticLine } from "../statistics/sampled-logistic.ts";
import { recalibrateSampled } from "../statistics/sampled-recalibration.ts";
import { type ArmColumns, toLogOdds } from "./shadow-leads.ts";

/** How far an arm's probabilities can be taken at their word. */
export interface ArmCalibration {
  /** Log-odds by which the probabilities lie too low (above 0) or too high (below 0). */
  readonly inTheLarge: Estimable<NormalInterval>;
  /** logit P(won) = intercept + slope · logit p; below 1 the probabilities are too extreme. */
  readonly line: Estimable<SampledLogisticLine>;
  readonly expectedError: Estimable<ExpectedCalibrationError>;
  /** Of the Brier score, by isotonic recalibration. */
  readonly decomposition: Estimable<LossDecomposition>;
  /** With the band in which chance alone keeps it. */
  readonly diagram: readonly CorpPoint[];
  /** Leads that the diagram was drawn from. */
  readonly drawnFrom: number;
  readonly bins: readonly ReliabilityBin[];
}

/** A diagram of more leads looks the same, and takes its time. */
const MOST_DRAWN = 100_000;

/**
 * Calibration of one arm.
 *
 * @param arm      probabilities of length n
 * @param outcomes length n, 1 = won, 0 = lost
 * @param settings clusters of length n allow for leads that go together in the calibration in the
 *                 large, the intercept and the slope; random draws the diagram's band, and the leads
 *                 it shows where there are more than 100,000
 * @throws RangeError on unequal lengths, probabilities outside [0, 1], or outcomes not 0 or 1
 * Cost O(n), and some two seconds for the diagram of 100,000 leads.
 */
export function judgeArmCalibration(
  { probabilities }: ArmColumns,
  outcomes: Uint8Array,
  { clusters, random }: { readonly clusters?: Uint32Array | undefined; readonly random: Random },
): ArmCalibration {
  const n = outcomes.length;
  const drawn = n > MOST_DRAWN ? shuffle(n, random).subarray(0, MOST_DRAWN) : undefined;
  const [shown, shownOutcomes] = drawn
    ? [
        Float64Array.from(drawn, (i) => probabilities[i]!),
        Uint8Array.from(drawn, (i) => outcomes[i]!),
      ]
    : [probabilities, outcomes];
  return {
    inTheLarge: estimateCalibrationInTheLarge(probabilities, outcomes, { clusters }),
    line: recalibrateSampled(toLogOdds(probabilities), outcomes, { clusters }),
    expectedError: estimateCalibrationErrorInterval(probabilities, outcomes),
    decomposition: decomposeLoss(probabilities, outcomes, brierScoreOfDeal),
    diagram: estimateCorpReliability(shown, shownOutcomes, { random }),
    drawnFrom: shown.length,
    bins: reliabilityBins(probabilities, outcomes),
  };
}
