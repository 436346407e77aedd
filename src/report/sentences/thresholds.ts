import { isEstimated } from "../../statistics/estimate.ts";
import type { CalibrationThreshold } from "../calibration.ts";
import { formatPoints } from "../format.ts";

/** The threshold's name, with its scorecard where there are several. */
export function nameAmong(
  { name, scorecard }: CalibrationThreshold,
  thresholds: readonly CalibrationThreshold[],
): string {
  return thresholds.some((each) => each.scorecard !== scorecard) ? `${name} (${scorecard})` : name;
}

/** What the recommended cut was chosen for, or why there is none and what stands in its place. */
export function describeSetting(threshold: CalibrationThreshold): string {
  const { recommended, by, aim, current, now } = threshold;
  if (isEstimated(recommended)) return `chosen for ${aim}`;
  const wanted = by === "share" ? "" : ` for ${aim}`;
  const kept =
    by === "share" || !isParted(now) ? `today's cut of ${formatPoints(current)}` : "today's share";
  const reason = recommended.notEstimable.replace(/\.$/, "");
  return `not set${wanted}: ${reason}; ${kept} is kept in scorecard.recommended.json`;
}

/** Whether some deals pass and some do not: else there is no share to keep. */
export function isParted({ share }: CalibrationThreshold["now"]): boolean {
  return !isEstimated(share) || (share.value > 0 && share.value < 1);
}
