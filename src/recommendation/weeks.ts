import { Z95 } from "../statistics/distributions.ts";
import { type Estimable, type Interval, notEstimable } from "../statistics/estimate.ts";
import { normalInterval } from "../statistics/normal-interval.ts";

const WEEK_MS = 7 * 24 * 3_600_000;
/** 5 January 1970, 00:00 UTC, a Monday. */
const FIRST_MONDAY = 4 * 24 * 3_600_000;
const LEAST_WEEKS = 2;
/** Fewer whole weeks tell nothing of how unevenly leads come. */
const LEAST_WHOLE_WEEKS = 4;

/** The period that some deals span, in weeks. */
export interface Weeks {
  /** Length of the period in weeks, not whole. */
  readonly length: number;
  /** Epoch milliseconds at which each calendar week begins (Monday, UTC), without gaps. */
  readonly starts: Float64Array;
  /** Each deal's index into `starts`. */
  readonly weekOf: Uint32Array;
}

/**
 * The weeks over which deals came. n evenly spread deals span (n − 1)/(n + 1) of their period, so
 * its length is estimated as span · (n + 1)/(n − 1).
 *
 * @param times epoch milliseconds of each deal, in any order; null where there are no dates
 * @returns not estimable without dates, and when the deals span less than two weeks
 * @throws RangeError on times that are not finite
 * Cost O(n + weeks).
 */
export function layOutWeeks(times: Float64Array | null): Estimable<Weeks> {
  if (times === null)
    return notEstimable("The deals have no dates, so leads a week cannot be told.");
  if (!times.every(Number.isFinite)) throw new RangeError("a time is not finite");
  const first = times.reduce((least, time) => Math.min(least, time), Infinity);
  const last = times.reduce((most, time) => Math.max(most, time), -Infinity);
  const n = times.length;
  if (n < 2 || last - first < LEAST_WEEKS * WEEK_MS)
    return notEstimable(
      `The deals span less than ${LEAST_WEEKS} weeks, too short to tell leads a week.`,
    );
  const weekAt = (time: number) => Math.floor((time - FIRST_MONDAY) / WEEK_MS);
  const from = weekAt(first);
  return {
    length: ((last - first) / WEEK_MS) * ((n + 1) / (n - 1)),
    starts: Float64Array.from(
      { length: weekAt(last) - from + 1 },
      (_, week) => FIRST_MONDAY + (from + week) * WEEK_MS,
    ),
    weekOf: Uint32Array.from(times, (time) => weekAt(time) - from),
  };
}

/**
 * Deals in each calendar week; the first and the last week are seldom whole.
 *
 * @param counted length n: 1 where a deal counts, 0 where not, or a part of it
 * @returns one sum a week, in the order of `starts`
 * Cost O(n).
 */
export function countByWeek({ starts, weekOf }: Weeks, counted: Float64Array): Float64Array {
  const counts = new Float64Array(starts.length);
  weekOf.forEach((week, i) => {
    counts[week]! += counted[i]!;
  });
  return counts;
}

/**
 * Leads a week with a 95 % score interval that allows for weeks being more uneven than chance makes
 * them: the variance of a week's count is φ times its mean.
 *
 * @param counted as for `countByWeek`
 * @returns leads a week, 0 or more; φ is taken from the whole weeks, at least 1, and 1 with fewer
 *          than four of them
 * Cost O(n). Source: Barker 2002 (score interval of a Poisson mean); McCullagh and Nelder 1989, 4.5
 * (φ).
 */
export function estimatePerWeek(weeks: Weeks, counted: Float64Array): Interval {
  const counts = countByWeek(weeks, counted);
  const k = sum(counts);
  const c = measureDispersion(counts, counts) * Z95 ** 2;
  // The bounds are the roots λ of (k − λ)² = c λ, c = φ z²; the smaller from their product k².
  const high = k + c / 2 + Math.sqrt(c * k + (c / 2) ** 2);
  return { value: k / weeks.length, low: k ** 2 / high / weeks.length, high: high / weeks.length };
}

/**
 * How many more leads a week are counted after than before, of the same deals.
 *
 * @param before as for `countByWeek`
 * @param after  as `before`
 * @returns the change of Σ d, d = after − before of each deal, with a 95 % normal interval from the
 *          variance φ Σ d², φ as in `estimatePerWeek`; no width where no deal differs
 * Cost O(n).
 */
export function estimateChangePerWeek(
  weeks: Weeks,
  before: Float64Array,
  after: Float64Array,
): Interval {
  const d = after.map((count, i) => count - before[i]!);
  const changes = countByWeek(weeks, d);
  const squares = countByWeek(
    weeks,
    d.map((change) => change ** 2),
  );
  const variance = measureDispersion(changes, squares) * sum(squares);
  const { value, low, high } = normalInterval(
    sum(changes) / weeks.length,
    Math.sqrt(variance) / weeks.length,
  );
  return { value, low, high };
}

/**
 * φ = Σ (kᵢ − k̄)² / (w − 1) / v̄ over the w whole weeks, at least 1.
 *
 * @param variances of the counts k of each week if leads come at random: v
 */
function measureDispersion(counts: Float64Array, variances: Float64Array): number {
  const whole = counts.subarray(1, -1);
  const w = whole.length;
  const expected = sum(variances.subarray(1, -1)) / w;
  if (w < LEAST_WHOLE_WEEKS || expected === 0) return 1;
  const mean = sum(whole) / w;
  return Math.max(1, sum(whole.map((count) => (count - mean) ** 2)) / (w - 1) / expected);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
