import { type Estimable, isEstimated, notEstimable } from "../statistics/estimate.ts";
import type { SampledInterval } from "../statistics/sampled.ts";
import { fitSampledLogistic } from "../statistics/sampled-logistic.ts";
import { recalibrateSampled } from "../statistics/sampled-recalibration.ts";
import { estimateTrend, type Trend } from "../statistics/several.ts";
import { collectRows } from "./parts.ts";
import { type Periods, YEAR } from "./periods.ts";
import { toLogOdds } from "./shadow-leads.ts";

/** Probabilities of one arm, what came of them, and when. */
export interface DatedProbabilities {
  /** Length n, in [0, 1]. */
  readonly probabilities: Float64Array;
  /** Length n, 1 = won, 0 = lost. */
  readonly outcomes: Uint8Array;
  /** Length n, of the hand-over, epoch milliseconds. */
  readonly times: Float64Array;
  readonly clusters?: Uint32Array | undefined;
}

/** Calibration within one period. */
export interface PeriodCalibration {
  readonly name: string;
  readonly n: number;
  /** Log-odds by which the probabilities lie too low at their mean (above 0) or too high. */
  readonly shift: Estimable<SampledInterval>;
  /** Below 1 the probabilities are too extreme. */
  readonly slope: Estimable<SampledInterval & { readonly pValue: number }>;
}

export interface CalibrationDrift {
  readonly periods: readonly PeriodCalibration[];
  /** Log-odds a year by which the same probability comes to mean more (above 0) or less. */
  readonly shiftPerYear: Estimable<SampledInterval & { readonly pValue: number }>;
  /** Movement of the slope a year, each period counting by its precision. */
  readonly slopePerYear: Estimable<Trend>;
}

/**
 * How the calibration of an arm moves over time.
 *
 * @param arm     columns of length n
 * @param periods as `splitByMonths` gives them
 * @returns not estimable where leads of one outcome or one moment leave nothing to fit
 * @throws RangeError on unequal lengths, times that are not finite, or outcomes not 0 or 1
 * Cost some twenty passes over n.
 */
export function followCalibration(arm: DatedProbabilities, periods: Periods): CalibrationDrift {
  const { outcomes, times, clusters } = arm;
  const logOdds = toLogOdds(arm.probabilities);
  const rows = collectRows(periods.partOf, periods.names.length);
  const fitted = periods.names.map((name, part) => fitPeriod(name, rows[part]!, logOdds, arm));
  const years = times.map((time) => time / YEAR);
  const moving = fitSampledLogistic({ x: years, outcomes, offset: logOdds }, { clusters });
  const slopes = fitted.flatMap(({ slope }, part) =>
    isEstimated(slope) && slope.standardError > 0
      ? [{ at: periods.middles[part]! / YEAR, slope }]
      : [],
  );
  return {
    periods: fitted,
    shiftPerYear: isEstimated(moving) ? moving.slope : moving,
    slopePerYear:
      slopes.length < 2
        ? notEstimable("fewer than two periods can be estimated")
        : estimateTrend(
            slopes.map(({ at }) => at),
            slopes.map(({ slope }) => slope),
          ),
  };
}

function fitPeriod(
  name: string,
  rows: Uint32Array,
  logOdds: Float64Array,
  { outcomes, clusters }: DatedProbabilities,
): PeriodCalibration {
  const own = Float64Array.from(rows, (i) => logOdds[i]!);
  const won = Uint8Array.from(rows, (i) => outcomes[i]!);
  const sampling = { clusters: clusters && Uint32Array.from(rows, (i) => clusters[i]!) };
  const line = recalibrateSampled(own, won, sampling);
  // About their mean, what the line adds there is the shift; the slope stays as it is.
  const mean = own.reduce((sum, value) => sum + value, 0) / Math.max(1, own.length);
  const spread = own.map((value) => value - mean);
  const about = fitSampledLogistic(
    { x: spread, outcomes: won, offset: own.map(() => mean) },
    sampling,
  );
  return {
    name,
    n: rows.length,
    shift: isEstimated(about) ? about.intercept : about,
    slope: isEstimated(line) ? line.slope : line,
  };
}
