import type { AttributeValue } from "../../scorecard/lead.ts";
import type { DealDates } from "./deal-dates.ts";
import { readDateValue } from "./levels.ts";

const DAY_MS = 86_400_000;
const LATE_SHARE = 0.1;
const PLANNED_SHARE = 0.01;
const LEAST_DATES = 30;

/**
 * Whether a date often lies after the deal was closed, so that nobody knew it before.
 *
 *   later than the close by more than a day: ≥ .10 of the dates, and
 *   later than any deal's creation or close by more than a day: ≤ .01 of them
 *
 * The day allows for dates without a time and for time zones. Faults and reopened deals put a few
 * dates in a hundred after the close, a last change puts nearly all of them there: a tenth lies
 * between. What is planned, such as the start of a course, lies ahead of everything else for the
 * newest deals, and was known; what has happened does not.
 *
 * @param values length n; only ISO 8601 dates are looked at
 * @returns false where fewer than 30 deals have both the date and a close
 * Cost O(n).
 */
export function liesAfterOutcome(
  values: readonly AttributeValue[],
  { createdAt, closedAt }: DealDates,
): boolean {
  const newest = Math.max(findNewest(createdAt), findNewest(closedAt));
  let [dates, late, planned] = [0, 0, 0];
  values.forEach((value, i) => {
    const [at, closed] = [readDateValue(value), closedAt[i] ?? null];
    if (at === null || closed === null) return;
    dates++;
    if (at > closed + DAY_MS) late++;
    if (at > newest + DAY_MS) planned++;
  });
  return dates >= LEAST_DATES && late >= LATE_SHARE * dates && planned <= PLANNED_SHARE * dates;
}

function findNewest(times: readonly (number | null)[]): number {
  return times.reduce<number>(
    (newest, at) => Math.max(newest, at ?? newest),
    Number.NEGATIVE_INFINITY,
  );
}
