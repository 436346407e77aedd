import type { Calibration } from "../../report/calibration.ts";
import { isEstimated } from "../../statistics/estimate.ts";
import {
  estimateCalibrationInTheLarge,
  estimateRecalibration,
} from "../../statistics/recalibration.ts";
import { takeRows, takeValues } from "../../trainer/design-matrix.ts";
import { chooseHalfLife, decayWeights, type HalfLifeChoice } from "../../trainer/half-life.ts";
import { toProbabilities } from "../../trainer/prediction.ts";
import { foldsByTime } from "../../trainer/split.ts";
import { trimInterval } from "./arms.ts";
import type { DosedHistory } from "./dosed-history.ts";
import type { LineFit } from "./line-fit.ts";
import type { Split } from "./splitting.ts";

const FOLDS = 5;
/** More deals than these make the choice dearer and no better. */
const MOST_DEALS = 20_000;

/** How fast older deals should lose their weight, as the training deals tell. */
export function chooseFading(dosed: DosedHistory, rows: Uint32Array, fit: LineFit): HalfLifeChoice {
  if (!dosed.dated) return { halfLifeDays: null, candidates: [] };
  const step = Math.ceil(rows.length / MOST_DEALS);
  const thinned = rows.filter((_, i) => i % step === 0);
  const times = takeValues(dosed.times, thinned);
  const { summary, widths, handWeights, points } = fit;
  const slope = Math.max(0, handWeights.slope);
  return chooseHalfLife({
    design: takeRows(dosed.design, thinned),
    times,
    prior: {
      means: points.map((point) => slope * point),
      precisions: summary.typical.map((dose) => ((dose || 1) / widths.width) ** 2),
    },
    folds: foldsByTime(times, FOLDS),
  });
}

/** Weights of rows by age, or none where all count alike. */
export function weighByAge(
  dosed: DosedHistory,
  rows: Uint32Array,
  halfLifeDays: number | null,
): { readonly weights?: Float64Array } {
  if (halfLifeDays === null) return {};
  return { weights: decayWeights(takeValues(dosed.times, rows), halfLifeDays) };
}

/** Whether the model still holds on the judging deals, and what to do where it does not. */
export function describeDrift(
  choice: HalfLifeChoice,
  interceptShift: number,
  logOdds: Float64Array,
  outcomes: Uint8Array,
  split: Split,
): Calibration["drift"] {
  const probabilities = toProbabilities(logOdds);
  const large = trimInterval(estimateCalibrationInTheLarge(probabilities, outcomes));
  const recalibration = estimateRecalibration(probabilities, outcomes);
  const slope = isEstimated(recalibration) ? trimInterval(recalibration.slope) : recalibration;
  const isOff = isEstimated(large) && (large.low > 0 || large.high < 0);
  const isTilted = isEstimated(slope) && (slope.low > 1 || slope.high < 1);
  const isTimed = split.kind === "time";
  const later = isTimed ? "later" : "held-out";
  const again = isTimed ? "Calibrate again on the newest deals" : "Calibrate again with more deals";
  const advice = isOff
    ? `The ${later} deals were won ${large.value > 0 ? "more" : "less"} often than the model said. ${again}, and read its probabilities as a ranking until then.`
    : isTilted
      ? `Differences between leads came out ${slope.value < 1 ? "smaller" : "larger"} on the ${later} deals than the model said. ${again}${isTimed ? ", or with a shorter half-life (--half-life)" : ""}.`
      : `On the ${later} deals the model holds: nothing to do.`;
  return {
    halfLifeDays: choice.halfLifeDays,
    halfLives: [...choice.candidates],
    interceptShift,
    calibrationInTheLarge: large,
    calibrationSlope: slope,
    broken: isOff || isTilted,
    advice,
  };
}
