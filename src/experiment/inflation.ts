import { type Estimable, isEstimated } from "../statistics/estimate.ts";
import type { SampledInterval } from "../statistics/sampled.ts";
import { fitSampledLogistic } from "../statistics/sampled-logistic.ts";
import { estimateSampledSlope } from "../statistics/sampled-slope.ts";
import { YEAR } from "./periods.ts";

/** Scores of all leads over time, and of those with an outcome. */
export interface DatedScores {
  /** Points, length n. */
  readonly scores: Float64Array;
  /** Epoch milliseconds, length n. */
  readonly times: Float64Array;
  /** Rows of the leads with an outcome, and the outcomes, 1 = won. */
  readonly judged: { readonly rows: Uint32Array; readonly outcomes: Uint8Array };
  /** Log-odds that a point was worth when the score was calibrated, above 0; and at 0 points. */
  readonly calibration: { readonly intercept: number; readonly perPoint: number };
}

export const INFLATION_STATES = [
  "inflating",
  "rising-with-reason",
  "losing-worth",
  "steady",
  "not-inflating",
  "not-yet-known",
] as const;

export interface ScoreInflation {
  /** Points a year by which the mean score moves. */
  readonly meanPerYear: Estimable<SampledInterval & { readonly pValue: number }>;
  /** Points a year that the same score loses (above 0) or gains in worth, in won deals. */
  readonly worthLostPerYear: Estimable<SampledInterval>;
  readonly state: (typeof INFLATION_STATES)[number];
}

/** Points a year that are not worth a word. */
const NEGLIGIBLE = 2;

/**
 * Whether scores rise without the leads getting better.
 *
 * @param scored     columns; a calibration from before these leads
 * @param negligible points a year below which nothing moves
 * @returns `inflating` where scores rise and the same score comes to mean less; `rising-with-reason`
 *          where they rise and it does not; `losing-worth` where it means less though scores do not
 *          rise; `steady` where both intervals lie within what is negligible; `not-inflating` where
 *          scores are shown neither to rise nor to lose worth, though they may fall or gain it
 * @throws RangeError on unequal lengths, numbers that are not finite, or a calibration whose point is
 *         worth nothing
 * Cost some twenty passes over n.
 */
export function findInflation(scored: DatedScores, negligible = NEGLIGIBLE): ScoreInflation {
  const { scores, times, judged, calibration } = scored;
  if (!(calibration.perPoint > 0)) throw new RangeError("a point is worth more than nothing");
  const years = times.map((time) => time / YEAR);
  const meanPerYear = estimateSampledSlope(years, scores);
  const offset = Float64Array.from(
    judged.rows,
    (i) => calibration.intercept + calibration.perPoint * scores[i]!,
  );
  const x = Float64Array.from(judged.rows, (i) => years[i]!);
  const moving = fitSampledLogistic({ x, outcomes: judged.outcomes, offset });
  const worthLostPerYear = isEstimated(moving)
    ? toPointsLost(moving.slope, calibration.perPoint)
    : moving;
  return {
    meanPerYear,
    worthLostPerYear,
    state: nameState(meanPerYear, worthLostPerYear, negligible),
  };
}

function toPointsLost(slope: SampledInterval, perPoint: number): SampledInterval {
  return {
    value: -slope.value / perPoint,
    low: -slope.high / perPoint,
    high: -slope.low / perPoint,
    standardError: slope.standardError / perPoint,
    draws: slope.draws,
  };
}

function nameState(
  mean: Estimable<SampledInterval>,
  lost: Estimable<SampledInterval>,
  negligible: number,
): ScoreInflation["state"] {
  if (!isEstimated(mean) || !isEstimated(lost)) return "not-yet-known";
  const isRising = mean.low > 0 && mean.value > negligible;
  const isLosing = lost.low > 0 && lost.value > negligible;
  if (isRising && isLosing) return "inflating";
  if (isLosing) return "losing-worth";
  if (isRising && lost.high < negligible) return "rising-with-reason";
  const isNarrow = ({ low, high }: SampledInterval) => low > -negligible && high < negligible;
  if (isNarrow(mean) && isNarrow(lost)) return "steady";
  return mean.high < negligible && lost.high < negligible ? "not-inflating" : "not-yet-known";
}
