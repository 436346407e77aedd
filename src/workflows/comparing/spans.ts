import {
  PERIOD_MONTHS,
  type PeriodMonths,
  type Periods,
  splitByMonths,
} from "../../experiment/periods.ts";
import { type Estimable, notEstimable } from "../../statistics/estimate.ts";

/** A year touches thirteen months. */
const MOST_PERIODS = 13;

/** Calendar months, or quarters or years where there would be too many of them. */
export function choosePeriods(
  times: Float64Array | null,
): Estimable<Periods & { readonly months: PeriodMonths }> {
  if (times === null) return notEstimable("The leads have no dates.");
  const months =
    PERIOD_MONTHS.find((length) => splitByMonths(times, length).names.length <= MOST_PERIODS) ?? 12;
  const periods = splitByMonths(times, months);
  if (periods.names.length < 2) return notEstimable("All leads are of one month.");
  return { ...periods, months };
}

/** The first and the last moment; null where there are none. */
export function spanOf(times: Float64Array | null): { from: number | null; to: number | null } {
  if (times === null || times.length === 0) return { from: null, to: null };
  return {
    from: times.reduce((least, time) => Math.min(least, time)),
    to: times.reduce((most, time) => Math.max(most, time)),
  };
}
