/** Leads in periods of time. */
export interface Periods {
  /** Length n, index of each lead's period; −1 for none. */
  readonly partOf: Int32Array;
  /** In order of time. */
  readonly names: readonly string[];
  /** Epoch milliseconds, one a period. */
  readonly middles: readonly number[];
}

/** Months of a period that has a name: a month, a quarter, a year. */
export const PERIOD_MONTHS = [1, 3, 12] as const;
export type PeriodMonths = (typeof PERIOD_MONTHS)[number];

/** Milliseconds of a mean year. */
export const YEAR = 365.25 * 86_400_000;

/**
 * Calendar periods (UTC) from the first to the last lead, those without leads included.
 *
 * @param times  length n, epoch milliseconds; NaN where unknown, which is in no period
 * @param months of a period
 * @returns named 2024-05, 2024-Q2 or 2024
 * Cost O(n + periods).
 */
export function splitByMonths(times: Float64Array, months: PeriodMonths): Periods {
  const numbers = times.map((time) => {
    const date = new Date(time);
    return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / months);
  });
  let [first, last] = [Infinity, -Infinity];
  for (const number of numbers) {
    if (number < first) first = number;
    if (number > last) last = number;
  }
  const count = last >= first ? last - first + 1 : 0;
  const startOf = (number: number) => startOfMonth(number * months);
  return {
    partOf: Int32Array.from(numbers, (number) => (Number.isNaN(number) ? -1 : number - first)),
    names: Array.from({ length: count }, (_, k) => nameOf(first + k, months)),
    middles: Array.from(
      { length: count },
      (_, k) => (startOf(first + k) + startOf(first + k + 1)) / 2,
    ),
  };
}

/** Epoch milliseconds at which a month begins, counted from January of year 0. */
function startOfMonth(month: number): number {
  const date = new Date(0);
  return date.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
}

function nameOf(number: number, months: PeriodMonths): string {
  const month = (number * months) % 12;
  const year = String(Math.floor((number * months) / 12)).padStart(4, "0");
  if (months === 12) return year;
  if (months === 3) return `${year}-Q${month / 3 + 1}`;
  return `${year}-${String(month + 1).padStart(2, "0")}`;
}
