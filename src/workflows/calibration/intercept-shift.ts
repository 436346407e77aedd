import { isEstimated } from "../../statistics/estimate.ts";
import { estimateCalibrationInTheLarge } from "../../statistics/recalibration.ts";
import { takeRows } from "../../trainer/design-matrix.ts";
import { predictLogOdds, toProbabilities } from "../../trainer/prediction.ts";
import type { Coefficients } from "../../trainer/standard-design.ts";
import type { DosedHistory } from "./dosed-history.ts";

/** The latest deals that the intercept is held against: a share, but no fewer than this. */
const LATEST_SHARE = 0.2;
const LEAST_LATEST = 200;

/**
 * What to add to the log-odds so that they fit the latest of the rows: their calibration in the large
 * where its 95 % interval lies off 0, else 0.
 */
export function findInterceptShift(
  dosed: DosedHistory,
  rows: Uint32Array,
  fit: Coefficients,
): number {
  if (!dosed.dated) return 0;
  const count = Math.max(LEAST_LATEST, Math.round(LATEST_SHARE * rows.length));
  const latest = takeRows(dosed.design, rows.slice(-count));
  const large = estimateCalibrationInTheLarge(
    toProbabilities(predictLogOdds(latest, fit)),
    latest.outcomes,
  );
  if (!isEstimated(large) || (large.low <= 0 && large.high >= 0)) return 0;
  return large.value;
}
