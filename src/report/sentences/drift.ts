import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration } from "../calibration.ts";
import { formatInterval, formatNumber, formatSigned } from "../format.ts";

type Drift = Calibration["drift"];

const two = (value: number): string => formatNumber(value, 2);
const signed = (value: number): string => formatSigned(value, 2);

export const DRIFT_WARNING = "Warning: what the earlier deals taught no longer holds.";

/** How fast older deals lose their say. */
export function describeHalfLife({ halfLifeDays }: Drift): string {
  return halfLifeDays === null
    ? "Old and new deals count alike."
    : `A deal that is ${formatNumber(halfLifeDays)} days older counts half as much.`;
}

/** Whether the later deals came as the model said. */
export function describeDrift(drift: Drift): string {
  const unit = isEstimated(drift.calibrationInTheLarge) ? " log-odds" : "";
  const level = `${formatInterval(drift.calibrationInTheLarge, signed)}${unit}`;
  const slope = formatInterval(drift.calibrationSlope, two);
  return `${sayLevel(drift)}: calibration in the large ${level}, calibration slope ${slope}.`;
}

function sayLevel({ calibrationInTheLarge: level, broken }: Drift): string {
  if (!isEstimated(level)) return "Whether the later deals came as foretold cannot be told";
  if (level.low > 0) return "The later deals were won more often than foretold";
  if (level.high < 0) return "The later deals were won less often than foretold";
  return broken
    ? "The later deals were won as often as foretold on average, but not where foretold"
    : "The later deals were won as often as foretold";
}
