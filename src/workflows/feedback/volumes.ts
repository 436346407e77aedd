import { estimatePerWeek } from "../../recommendation/weeks.ts";
import { type Estimable, type Interval, notEstimable } from "../../statistics/estimate.ts";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const MOST_WEEKS = 8;
const LEAST_WEEKS = 2;

/** Whole weeks that end with the last whole day, UTC. */
export interface WeeksBefore {
  /** Epoch milliseconds; `to` is not part of it. */
  readonly from: number;
  readonly to: number;
}

export function findWeeksBefore(now: number): WeeksBefore {
  const to = Math.floor(now / DAY_MS) * DAY_MS;
  return { from: to - MOST_WEEKS * WEEK_MS, to };
}

/** Whole weeks of the period over which anything could be counted. */
export function countWeeks({ from, to }: WeeksBefore, since: number | null): number {
  return since === null ? 0 : Math.max(0, Math.floor((to - Math.max(from, since)) / WEEK_MS));
}

/**
 * Leads a week over a threshold, with an interval that allows for uneven weeks.
 *
 * @param times epoch milliseconds of crossings
 * @param weeks as `countWeeks` gives them
 */
export function estimateVolume(
  times: readonly number[],
  { to }: WeeksBefore,
  weeks: number,
): Estimable<Interval> {
  if (weeks < LEAST_WEEKS)
    return notEstimable(
      "Leads are scored for less than two weeks, too short to tell leads a week.",
    );
  const start = to - weeks * WEEK_MS;
  const counted = times.filter((at) => at >= start && at < to);
  const starts = Float64Array.from({ length: weeks }, (_, week) => start + week * WEEK_MS);
  const weekOf = Uint32Array.from(counted, (at) => Math.floor((at - start) / WEEK_MS));
  const ones = new Float64Array(counted.length).fill(1);
  return estimatePerWeek({ length: weeks, starts, weekOf }, ones);
}
