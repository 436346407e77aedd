import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration } from "../calibration.ts";
import { formatInterval, formatNumber, formatSigned } from "../format.ts";

type Judged = Pick<Calibration, "drift" | "split">;

const two = (value: number): string => formatNumber(value, 2);
const signed = (value: number): string => formatSigned(value, 2);

/** What stands over the advice where the model no longer fits the judging deals. */
export function warnOfDrift({ split }: Judged): string {
  return split.kind === "time"
    ? "Warning: what the earlier deals taught no longer holds."
    : "Warning: what the training deals taught does not hold on the held-out deals.";
}

/** What to do; without dates nothing that rests on the age of deals. */
export function adviseOnDrift({ drift, split }: Judged): string {
  return split.kind === "seeded" && drift.broken
    ? "Read its probabilities as a ranking, and calibrate again with more deals."
    : drift.advice;
}

/** How fast older deals lose their say; empty where deals have no dates. */
export function describeHalfLife({ drift: { halfLifeDays }, split }: Judged): string {
  if (split.kind === "seeded") return "";
  return halfLifeDays === null
    ? "Old and new deals count alike."
    : `A deal that is ${formatNumber(halfLifeDays)} days older counts half as much.`;
}

/** Whether the judging deals came as the model said. */
export function describeDrift({ drift, split }: Judged): string {
  const unit = isEstimated(drift.calibrationInTheLarge) ? " log-odds" : "";
  const level = `${formatInterval(drift.calibrationInTheLarge, signed)}${unit}`;
  const slope = formatInterval(drift.calibrationSlope, two);
  const deals = split.kind === "time" ? "later deals" : "held-out deals";
  return `${sayLevel(drift, deals)}: calibration in the large ${level}, calibration slope ${slope}.`;
}

function sayLevel(
  { calibrationInTheLarge: level, broken }: Calibration["drift"],
  deals: string,
): string {
  if (!isEstimated(level)) return `Whether the ${deals} came as foretold cannot be told`;
  if (level.low > 0) return `The ${deals} were won more often than foretold`;
  if (level.high < 0) return `The ${deals} were won less often than foretold`;
  return broken
    ? `The ${deals} were won as often as foretold on average, but not where foretold`
    : `The ${deals} were won as often as foretold`;
}
