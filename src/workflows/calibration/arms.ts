import type { Arm, Judge, PictureArm } from "../../report/calibration.ts";
import { compareAucs, estimateAuc } from "../../statistics/auc.ts";
import { reliabilityBins } from "../../statistics/calibration-error.ts";
import { testCalibration } from "../../statistics/calibration-test.ts";
import { estimateCorpReliability } from "../../statistics/corp-reliability.ts";
import {
  estimateCalibrationErrorInterval,
  estimateSquaredCalibrationError,
} from "../../statistics/ece-interval.ts";
import {
  type Estimable,
  type Interval,
  isEstimated,
  notEstimable,
} from "../../statistics/estimate.ts";
import { decomposeLoss } from "../../statistics/isotonic.ts";
import { gainsCurve } from "../../statistics/lift.ts";
import {
  brierScoreOfDeal,
  brierScores,
  estimateMean,
  logLosses,
} from "../../statistics/log-loss.ts";
import { estimateNetBenefit } from "../../statistics/net-benefit.ts";
import { estimatePrecisionAt, type TopDeals } from "../../statistics/precision-at.ts";
import type { Proportion } from "../../statistics/proportion.ts";
import type { Random } from "../../statistics/random.ts";
import { estimateRecalibration } from "../../statistics/recalibration.ts";
import { takeValues } from "../../trainer/design-matrix.ts";

/** One way to score the judging deals, none of which trained it. */
export interface ArmScores {
  readonly arm: string;
  readonly label: string;
  /** Any scale on which higher is likelier to be won; NaN where the arm has no score. */
  readonly scores: Float64Array;
  /** Null for an arm that gives no probability. */
  readonly probabilities: Float64Array | null;
}

const NO_PROBABILITY = notEstimable(
  "Points are no probability; the calibrated rules turn them into one.",
);
const SAME_SCORE = notEstimable("All deals have the same score.");
const BINS = 10;
const TOP = { share: 0.1 };

/**
 * Judges one arm on the deals that it scores.
 *
 * @param baseRate win rate of the training deals: the probability from which a lead is worth working
 */
export function judgeArm(arm: ArmScores, outcomes: Uint8Array, baseRate: number): Arm {
  const rows = rowsScoredBy(arm);
  const y = rows.map((i) => outcomes[i]!);
  const won = y.filter((outcome) => outcome === 1).length;
  const scores = takeValues(arm.scores, rows);
  const isConstant = scores.every((score) => score === scores[0]);
  return {
    label: arm.label,
    judge: {
      deals: rows.length,
      won,
      auc: isConstant ? SAME_SCORE : trimInterval(estimateAuc(scores, Uint8Array.from(y))),
      ...judgeProbabilities(
        arm.probabilities && takeValues(arm.probabilities, rows),
        Uint8Array.from(y),
        baseRate,
      ),
      ...judgeTop(isConstant ? SAME_SCORE : estimatePrecisionAt(scores, Uint8Array.from(y), TOP)),
    },
  };
}

/** First against second arm, on the deals that both score. Positive: the first has more. */
export function compareArms(first: ArmScores, second: ArmScores, outcomes: Uint8Array) {
  const rows = rowsScoredBy(first).filter((i) => !Number.isNaN(second.scores[i]!));
  const y = Uint8Array.from(rows, (i) => outcomes[i]!);
  const delta = compareAucs(takeValues(first.scores, rows), takeValues(second.scores, rows), y);
  return {
    deals: rows.length,
    deltaAuc: isEstimated(delta) ? { ...trimInterval(delta), pValue: delta.pValue } : delta,
    deltaLogLoss: compareLogLoss(
      first.probabilities && takeValues(first.probabilities, rows),
      second.probabilities && takeValues(second.probabilities, rows),
      y,
    ),
  };
}

/** What the pictures need of one arm. */
export function pictureArm(arm: ArmScores, outcomes: Uint8Array, random: Random): PictureArm {
  const rows = rowsScoredBy(arm);
  const y = Uint8Array.from(rows, (i) => outcomes[i]!);
  const scores = takeValues(arm.scores, rows);
  return {
    arm: arm.arm,
    label: arm.label,
    gains: rows.length === 0 ? [] : [...gainsCurve(scores, y)],
    reliability:
      arm.probabilities === null
        ? []
        : [...reliabilityBins(takeValues(arm.probabilities, rows), y, BINS)],
    corp:
      arm.probabilities === null
        ? []
        : estimateCorpReliability(takeValues(arm.probabilities, rows), y, { random }),
    distribution: binScores(scores, y),
  };
}

function judgeTop(top: Estimable<TopDeals>) {
  if (!isEstimated(top)) return { liftTopDecile: top, precisionTopDecile: top };
  const { precision, lift } = top;
  return {
    liftTopDecile: trimInterval(lift),
    precisionTopDecile: trimRate(precision),
  };
}

function judgeProbabilities(
  probabilities: Float64Array | null,
  outcomes: Uint8Array,
  baseRate: number,
) {
  if (probabilities === null)
    return {
      logLoss: NO_PROBABILITY,
      brier: NO_PROBABILITY,
      calibrationSlope: NO_PROBABILITY,
      calibrationIntercept: NO_PROBABILITY,
      ece: NO_PROBABILITY,
      eceSquaredDebiased: NO_PROBABILITY,
      corp: NO_PROBABILITY,
      spiegelhalter: NO_PROBABILITY,
      netBenefit: NO_PROBABILITY,
    };
  const recalibration = estimateRecalibration(probabilities, outcomes);
  return {
    logLoss: trimInterval(estimateMean(logLosses(probabilities, outcomes))),
    brier: trimInterval(estimateMean(brierScores(probabilities, outcomes))),
    calibrationSlope: isEstimated(recalibration)
      ? trimInterval(recalibration.slope)
      : recalibration,
    calibrationIntercept: isEstimated(recalibration)
      ? trimInterval(recalibration.intercept)
      : recalibration,
    ece: trimInterval(estimateCalibrationErrorInterval(probabilities, outcomes, BINS)),
    eceSquaredDebiased: trimInterval(
      estimateSquaredCalibrationError(probabilities, outcomes, BINS),
    ),
    corp: decompose(probabilities, outcomes),
    spiegelhalter: testCalibration(probabilities, outcomes),
    netBenefit: trimInterval(estimateNetBenefit(probabilities, outcomes, baseRate)),
  };
}

function decompose(probabilities: Float64Array, outcomes: Uint8Array): Judge["corp"] {
  const parts = decomposeLoss(probabilities, outcomes, brierScoreOfDeal);
  if (!isEstimated(parts)) return parts;
  const { miscalibration, discrimination, uncertainty } = parts;
  return { miscalibration, discrimination, uncertainty };
}

function compareLogLoss(
  first: Float64Array | null,
  second: Float64Array | null,
  outcomes: Uint8Array,
): Estimable<Interval> {
  if (first === null || second === null) return NO_PROBABILITY;
  const losses = logLosses(first, outcomes);
  const other = logLosses(second, outcomes);
  return trimInterval(estimateMean(losses.map((loss, i) => loss - other[i]!)));
}

const DISTRIBUTION_BINS = 20;

/** Won and lost deals over equal bins from the least to the greatest score. */
function binScores(scores: Float64Array, outcomes: Uint8Array): PictureArm["distribution"] {
  const low = scores.reduce((least, score) => Math.min(least, score), Number.POSITIVE_INFINITY);
  const high = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  if (!(high > low)) return [];
  const width = (high - low) / DISTRIBUTION_BINS;
  const bins = Array.from({ length: DISTRIBUTION_BINS }, (_, b) => ({
    from: low + b * width,
    to: low + (b + 1) * width,
    won: 0,
    lost: 0,
  }));
  scores.forEach((score, i) => {
    const bin = bins[Math.min(DISTRIBUTION_BINS - 1, Math.floor((score - low) / width))]!;
    if (outcomes[i] === 1) bin.won++;
    else bin.lost++;
  });
  return bins;
}

function rowsScoredBy({ scores }: ArmScores): number[] {
  return [...scores.keys()].filter((i) => !Number.isNaN(scores[i]!));
}

/** The interval alone, without what else an estimator says. */
export function trimInterval<T extends Interval>(estimate: T): Interval;
export function trimInterval<T extends Interval>(estimate: Estimable<T>): Estimable<Interval>;
export function trimInterval<T extends Interval>(estimate: Estimable<T>): Estimable<Interval> {
  if (!isEstimated(estimate)) return estimate;
  return { value: estimate.value, low: estimate.low, high: estimate.high };
}

/** A proportion alone, without what else an estimator says. */
export function trimRate(rate: Estimable<Proportion>): Estimable<Proportion> {
  return isEstimated(rate) ? { ...trimInterval(rate), n: rate.n } : rate;
}
