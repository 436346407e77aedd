import type { AttributeValue } from "../../scorecard/lead.ts";
import type { DealDates } from "./deal-dates.ts";
import { readDateValue } from "./levels.ts";

const DAY_MS = 86_400_000;
const LATE_SHARE = 0.1;
const PLANNED_SHARE = 0.01;
const LONG_DAYS = 3;
const CLOSE_SHARE = 0.5;
const LEAST_DATES = 30;

/**
 * Whether a date often lies after the deal was closed, or mostly on the day of it, so that nobody knew
 * it before.
 *
 *   later than the close by more than a day: ≥ .10 of the dates, and
 *   later than any deal's creation or close by more than a day: ≤ .01 of them;
 *   or within a day of the close: ≥ .50 of the dates of deals that took more than 3 days
 *
 * The day allows for dates without a time and for time zones. Faults and reopened deals put a few
 * dates in a hundred after the close, a last change puts nearly all of them there: a tenth lies
 * between. What is planned, such as the start of a course, lies ahead of everything else for the
 * newest deals, and was known; what has happened does not. A date that has nothing to do with the close
 * falls within a day of it for hardly any long deal.
 *
 * @param values length n; only ISO 8601 dates are looked at
 * @returns false where fewer than 30 deals have the date and a close
 * Cost O(n).
 */
export function liesAfterOutcome(
  values: readonly AttributeValue[],
  { createdAt, closedAt }: DealDates,
): boolean {
  const newest = Math.max(findNewest(createdAt), findNewest(closedAt));
  let [dates, late, planned, long, onTheDay] = [0, 0, 0, 0, 0];
  values.forEach((value, i) => {
    const [at, closed, created] = [readDateValue(value), closedAt[i] ?? null, createdAt[i] ?? null];
    if (at === null || closed === null) return;
    dates++;
    if (at > closed + DAY_MS) late++;
    if (at > newest + DAY_MS) planned++;
    if (created === null || closed - created <= LONG_DAYS * DAY_MS) return;
    long++;
    if (Math.abs(at - closed) <= DAY_MS) onTheDay++;
  });
  const isLate = dates >= LEAST_DATES && late >= LATE_SHARE * dates;
  if (isLate && planned <= PLANNED_SHARE * dates) return true;
  return long >= LEAST_DATES && onTheDay >= CLOSE_SHARE * long;
}

function findNewest(times: readonly (number | null)[]): number {
  return times.reduce<number>(
    (newest, at) => Math.max(newest, at ?? newest),
    Number.NEGATIVE_INFINITY,
  );
}
