import {
  type Estimable,
  type Interval,
  isEstimated,
  notEstimable,
} from "../statistics/estimate.ts";
import type { Passes } from "./passes.ts";
import {
  countByWeek,
  estimateChangePerWeek,
  estimatePerWeek,
  layOutWeeks,
  type Weeks,
} from "./weeks.ts";

/** Volume is told of the year up to the newest lead: what came earlier has faded since. */
const RECENT_MS = 52 * 7 * 24 * 3_600_000;

/** Leads over a threshold by the week in which they came. */
export interface WeeklyPassing {
  /** Leads a week, of all that the leads counted stand for. */
  readonly perWeek: {
    readonly before: Estimable<Interval>;
    readonly after: Estimable<Interval>;
    /** After less before. */
    readonly change: Estimable<Interval>;
  };
  /** Leads counted in each calendar week (Monday, UTC, epoch milliseconds); the ends are seldom whole. */
  readonly weekly: readonly {
    readonly start: number;
    readonly before: number;
    readonly after: number;
  }[];
}

/** The newest leads, and the weeks in which they came. */
export interface Recent {
  readonly rows: Uint32Array;
  readonly weeks: Estimable<Weeks>;
}

/**
 * The leads of the last 52 weeks up to the newest, and their weeks.
 *
 * @param times when each lead came, epoch milliseconds
 * @param until those that come later are told wrongly, and count in no week
 * @returns weeks that are not estimable where the leads span less than two of them
 * Cost O(n).
 */
export function layOutRecent(times: Float64Array, until: number): Recent {
  const newest = times.reduce(
    (most, time) => (time > until ? most : Math.max(most, time)),
    -Infinity,
  );
  const rows = new Uint32Array(times.length);
  let count = 0;
  for (let i = 0; i < times.length; i++)
    if (times[i]! > newest - RECENT_MS && times[i]! <= until) rows[count++] = i;
  const recent = rows.slice(0, count);
  const weeks = layOutWeeks(Float64Array.from(recent, (i) => times[i]!));
  return { rows: recent, weeks: isEstimated(weeks) ? weeks : TOO_SHORT };
}

const TOO_SHORT = notEstimable(
  "The leads came within less than two weeks, too short to tell leads a week.",
);

/**
 * Leads a week over a threshold, before and after.
 *
 * @param by how many leads each one stands for, at least 1
 * @returns quasi-Poisson intervals, normal ones for the change, all times `by`
 * Cost O(n).
 */
export function judgeWeeks(
  { rows, weeks }: Recent,
  { before, after }: Passes,
  by: number,
): WeeklyPassing {
  if (!isEstimated(weeks))
    return { perWeek: { before: weeks, after: weeks, change: weeks }, weekly: [] };
  const passBefore = Float64Array.from(rows, (i) => before[i]!);
  const passAfter = Float64Array.from(rows, (i) => after[i]!);
  const [countsBefore, countsAfter] = [passBefore, passAfter].map((passes) =>
    countByWeek(weeks, passes),
  );
  const scale = (interval: Interval) => scaleInterval(interval, by);
  return {
    perWeek: {
      before: scale(estimatePerWeek(weeks, passBefore)),
      after: scale(estimatePerWeek(weeks, passAfter)),
      change: scale(estimateChangePerWeek(weeks, passBefore, passAfter)),
    },
    weekly: Array.from(weeks.starts, (start, week) => ({
      start,
      before: countsBefore![week]!,
      after: countsAfter![week]!,
    })),
  };
}

function scaleInterval({ value, low, high }: Interval, by: number): Interval {
  return { value: value * by, low: low * by, high: high * by };
}
