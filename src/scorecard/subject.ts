import type { Activity, AttributeValue, Lead } from "./lead.ts";

export const DAY_MS = 86_400_000;

/** A lead as it was known at `asOf`: what conditions and doses are computed from. */
export interface Subject {
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** In order of time, none later than `asOf`. */
  readonly activities: readonly Activity[];
  /** Epoch milliseconds. */
  readonly asOf: number;
}

/**
 * A lead as it was known at a moment.
 *
 * Activities later than `asOf` are dropped, so nothing computed from a subject can know the future;
 * the rest are put in order of time, at one moment in order of minutes, so that the order of arrival
 * changes nothing, not even the last digit of a sum.
 *
 * @param asOf           epoch milliseconds; an activity at that very moment still counts
 * @param resetAfterDays activities before a silence of at least so many days are dropped too
 * Cost O(k log k) for k activities, O(k) where they come in order.
 */
export function recallLead(lead: Lead, asOf: number, resetAfterDays?: number): Subject {
  const known = lead.activities.filter((activity) => activity.at <= asOf);
  if (!isInOrder(known)) known.sort(compare);
  const start = resetAfterDays === undefined ? 0 : findReset(known, asOf, resetAfterDays * DAY_MS);
  return {
    attributes: lead.attributes,
    activities: start === 0 ? known : known.slice(start),
    asOf,
  };
}

function isInOrder(activities: readonly Activity[]): boolean {
  for (let i = 1; i < activities.length; i++)
    if (compare(activities[i]!, activities[i - 1]!) < 0) return false;
  return true;
}

function compare(a: Activity, b: Activity): number {
  return a.at - b.at || (a.minutes ?? -1) - (b.minutes ?? -1);
}

/** Index of the first activity after the latest silence, the one that ends at `asOf` included. */
function findReset(activities: readonly Activity[], asOf: number, silenceMs: number): number {
  for (let i = activities.length - 1, next = asOf; i >= 0; i--) {
    const { at } = activities[i]!;
    if (next - at >= silenceMs) return i + 1;
    next = at;
  }
  return 0;
}
