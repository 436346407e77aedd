import type { Calibration } from "../../report/calibration.ts";
import { type Estimable, isEstimated, notEstimable } from "../../statistics/estimate.ts";
import { dealsForLine, findSampleSize, rSquaredOfAuc } from "../../statistics/sample-size.ts";
import type { DosedHistory } from "./dosed-history.ts";
import type { Learning } from "./learning.ts";

/** Half-width wanted of an unrated line's interval, in points. */
const UNRATED_HALF_WIDTH = 5;

/**
 * Deals that it would take to know each line to within half of its points either way, or 5 points
 * where it is unrated, if no other line said the same.
 */
export function countDealsNeeded(
  { design, lines }: DosedHistory,
  { fit, unit }: Learning,
): readonly Estimable<number>[] {
  const won = design.outcomes.reduce((sum, outcome) => sum + outcome, 0);
  return Array.from({ length: lines }, (_, j) => {
    const deals = fit.summary.deals[j]!;
    if (deals === 0 || deals === design.rows)
      return notEstimable("All deals have the same of it, so no number of them would tell.");
    const points = Math.abs(fit.points[j]!);
    const halfWidth = unit * (points === 0 ? UNRATED_HALF_WIDTH : points / 2);
    const baseRate = won / design.rows;
    return Math.ceil(dealsForLine({ halfWidth, share: deals / design.rows, baseRate }));
  });
}

/** Deals and wins that a model of so many lines wants, after Riley et al. */
export function describeSampleSize(
  { design }: DosedHistory,
  { evidence }: Learning,
  { judge }: Calibration["arms"]["model"],
): Calibration["sampleSize"] {
  if (!isEstimated(judge.auc)) return judge.auc;
  const baseRate =
    design.outcomes.reduce((sum, outcome) => sum + outcome, 0) / design.outcomes.length;
  const lines = evidence.filter(({ held }) => held === null).length;
  const rSquared = rSquaredOfAuc(judge.auc.value, baseRate);
  if (!isEstimated(rSquared)) return rSquared;
  if (lines === 0) return notEstimable("No line varies in this export.");
  const { deals, wins, binding } = findSampleSize({ lines, baseRate, rSquared });
  return { deals, wins, lines, binding };
}
