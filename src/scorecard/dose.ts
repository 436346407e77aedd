import { asksForActivities, compileCondition, compileMatch, listAttributes } from "./condition.ts";
import type { DoseRule } from "./schema-doses.ts";
import { DAY_MS, type Subject } from "./subject.ts";

export type DoseOf = (subject: Subject) => number;

const MONTH_DAYS = 30;

/**
 * A line's dose as a function of a subject: a finite number, 0 or more.
 *
 * attribute   1 where the condition is met, else 0 (unmet and unknown alike).
 * activity    min(cap, Σₖ fading^k · 2^(−ageₖ / halfLife)) over matching activities within the
 *             window, k = 0, 1, … from the oldest to the newest, ages in days.
 * trend       1 where the measure over the last windowDays exceeds that over the windowDays before
 *             them and both windows hold an activity, so that a newcomer is not called rising.
 * recency     1 where the days since the latest matching activity lie in [fromDays, toDays).
 * inactivity  months of 30 days since the latest matching activity, beyond the grace period; 0 where
 *             there was none at all, because then nothing says when the silence began.
 *
 * Cost O(activities of the lead) a call.
 */
export function compileDose(rule: DoseRule): DoseOf {
  switch (rule.kind) {
    case "attribute": {
      const test = compileCondition(rule.when);
      return (subject) => (test(subject) === true ? 1 : 0);
    }
    case "activity":
      return countActivities(rule);
    case "trend":
      return compareWindows(rule);
    case "recency": {
      const sinceLatest = measureSilence(rule);
      const to = rule.toDays ?? Number.POSITIVE_INFINITY;
      return (subject) => {
        const days = sinceLatest(subject);
        return days !== undefined && days >= rule.fromDays && days < to ? 1 : 0;
      };
    }
    case "inactivity": {
      const sinceLatest = measureSilence(rule);
      const cap = rule.capMonths ?? Number.POSITIVE_INFINITY;
      return (subject) => {
        const days = sinceLatest(subject) ?? 0;
        return Math.min(cap, Math.max(0, days - rule.graceDays) / MONTH_DAYS);
      };
    }
  }
}

/** Attributes that a dose asks for. */
export function listDoseAttributes(rule: DoseRule): readonly string[] {
  return rule.kind === "attribute" ? listAttributes(rule.when) : [];
}

/** Whether a dose asks what the lead did. */
export function needsActivities(rule: DoseRule): boolean {
  return rule.kind === "attribute" ? asksForActivities(rule.when) : true;
}

function countActivities(rule: Extract<DoseRule, { kind: "activity" }>): DoseOf {
  const fits = compileMatch(rule.match);
  const windowMs = (rule.windowDays ?? Number.POSITIVE_INFINITY) * DAY_MS;
  const halfLifeMs = (rule.halfLifeDays ?? Number.POSITIVE_INFINITY) * DAY_MS;
  const cap = rule.cap ?? Number.POSITIVE_INFINITY;
  return ({ activities, asOf }) => {
    let dose = 0;
    let worth = 1;
    for (const activity of activities) {
      const ageMs = asOf - activity.at;
      if (ageMs > windowMs || !fits(activity)) continue;
      dose += worth * 2 ** (-ageMs / halfLifeMs);
      worth *= rule.repeatFading;
    }
    return Math.min(cap, dose);
  };
}

function compareWindows(rule: Extract<DoseRule, { kind: "trend" }>): DoseOf {
  const fits = compileMatch(rule.match);
  const windowMs = rule.windowDays * DAY_MS;
  return ({ activities, asOf }) => {
    const recent = { count: 0, total: 0 };
    const earlier = { count: 0, total: 0 };
    for (const activity of activities) {
      const ageMs = asOf - activity.at;
      if (ageMs >= 2 * windowMs || !fits(activity)) continue;
      const amount = rule.measure === "count" ? 1 : activity.minutes;
      if (amount === undefined) continue;
      const window = ageMs < windowMs ? recent : earlier;
      window.count++;
      window.total += amount;
    }
    if (recent.count === 0 || earlier.count === 0) return 0;
    const isRising =
      rule.measure === "count"
        ? recent.count > earlier.count
        : recent.total / recent.count > earlier.total / earlier.count;
    return isRising ? 1 : 0;
  };
}

function measureSilence(rule: Extract<DoseRule, { kind: "recency" | "inactivity" }>) {
  const fits = compileMatch(rule.match);
  return ({ activities, asOf }: Subject): number | undefined => {
    for (let i = activities.length - 1; i >= 0; i--)
      if (fits(activities[i]!)) return (asOf - activities[i]!.at) / DAY_MS;
    return undefined;
  };
}
