import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileDose } from "../../src/scorecard/dose.ts";
import type { Activity } from "../../src/scorecard/lead.ts";
import { doseSchema } from "../../src/scorecard/schema-doses.ts";
import { recallLead } from "../../src/scorecard/subject.ts";
import { act, DAY, makeLead, NOW } from "./cards.ts";

function dose(rule: unknown, activities: readonly Activity[], resetAfterDays?: number): number {
  const subject = recallLead(makeLead({}, activities), NOW, resetAfterDays);
  return compileDose(doseSchema.parse(rule))(subject);
}

const visits = { kind: "activity", match: { type: "visit" } };

describe("the dose of an activity", () => {
  it("counts matching activities by type, asset and category, without case", () => {
    const rule = { kind: "activity", match: { type: ["Visit", "call"], asset: "pricing" } };
    const activities = [
      act("visit", 1, { asset: "Pricing" }),
      act("call", 2, { asset: "pricing" }),
      act("visit", 3),
      act("mail", 4, { asset: "pricing" }),
    ];
    expect(dose(rule, activities)).toBe(2);
  });

  it("fades each further repeat: 1 + 1/2 + 1/4", () => {
    const rule = { ...visits, repeatFading: 0.5 };
    expect(dose(rule, [act("visit", 1), act("visit", 2), act("visit", 3)])).toBe(1.75);
  });

  it("halves with each half-life: 1 today + 1/4 of one two half-lives ago", () => {
    expect(dose({ ...visits, halfLifeDays: 10 }, [act("visit", 0), act("visit", 20)])).toBe(1.25);
  });

  it("fades the newer and decays the older of two: 2^-2 + 0.5 · 1", () => {
    const rule = { ...visits, halfLifeDays: 10, repeatFading: 0.5 };
    expect(dose(rule, [act("visit", 0), act("visit", 20)])).toBe(0.75);
  });

  it("is capped, and counts only within its window", () => {
    const activities = [act("visit", 1), act("visit", 5), act("visit", 6)];
    expect(dose({ ...visits, cap: 2 }, activities)).toBe(2);
    expect(dose({ ...visits, windowDays: 5 }, activities)).toBe(2);
  });

  it("forgets what came before a silence of resetAfterDays", () => {
    const activities = [act("visit", 1), act("visit", 20), act("visit", 120)];
    expect(dose(visits, activities, 90)).toBe(2);
    expect(dose(visits, activities, 10)).toBe(1);
    expect(dose(visits, activities, 1)).toBe(0);
  });
});

describe("the dose of a trend", () => {
  const rising = { kind: "trend", match: { type: "visit" }, measure: "count", windowDays: 7 };
  it.each([
    ["more than before", [1, 2, 8], 1],
    ["as many as before", [1, 8], 0],
    ["none before, so a newcomer", [1, 2], 0],
    ["older than both windows", [1, 2, 15], 0],
  ])("%s", (_, days, expected) => {
    expect(
      dose(
        rising,
        days.map((day) => act("visit", day)),
      ),
    ).toBe(expected);
  });

  it("compares minutes a visit, leaving out visits of unknown length", () => {
    const rule = { ...rising, measure: "minutes-per-visit" };
    const earlier = act("visit", 9, { minutes: 4 });
    expect(dose(rule, [act("visit", 1, { minutes: 5 }), act("visit", 2), earlier])).toBe(1);
    expect(dose(rule, [act("visit", 1, { minutes: 3 }), earlier])).toBe(0);
    expect(dose(rule, [act("visit", 1), earlier])).toBe(0);
  });
});

describe("recency and inactivity", () => {
  it("tells days since the latest activity", () => {
    const rule = { kind: "recency", match: {}, fromDays: 7, toDays: 30 };
    expect(dose(rule, [act("visit", 7), act("mail", 50)])).toBe(1);
    expect(dose(rule, [act("visit", 30)])).toBe(0);
    expect(dose(rule, [])).toBe(0);
  });

  it("counts months of silence beyond the grace period", () => {
    const rule = { kind: "inactivity", graceDays: 30 };
    expect(dose(rule, [act("visit", 20)])).toBe(0);
    expect(dose(rule, [act("visit", 75)])).toBe(1.5);
    expect(dose({ ...rule, capMonths: 1 }, [act("visit", 75)])).toBe(1);
    expect(dose(rule, [])).toBe(0);
  });
});

const anyActivity = fc.record({
  type: fc.constantFrom("visit", "mail"),
  at: fc.integer({ min: -400, max: 100 }).map((days) => NOW + days * DAY),
  minutes: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
});
const anyRule = fc.constantFrom(
  visits,
  { ...visits, halfLifeDays: 9, repeatFading: 0.5, cap: 3, windowDays: 200 },
  { kind: "trend", match: {}, measure: "minutes-per-visit", windowDays: 60 },
  { kind: "recency", match: {}, toDays: 20 },
  { kind: "inactivity", graceDays: 14, match: { type: "visit" } },
);
const anyReset = fc.option(fc.integer({ min: 1, max: 200 }), { nil: undefined });

describe("every dose", () => {
  it("is finite, 0 or more, and the same in whatever order activities came", () => {
    fc.assert(
      fc.property(anyRule, fc.array(anyActivity), anyReset, (rule, activities, reset) => {
        const value = dose(rule, activities, reset);
        expect(Number.isFinite(value) && value >= 0).toBe(true);
        expect(dose(rule, activities.toReversed(), reset)).toBe(value);
      }),
    );
  });

  it("is untouched by anything later than the moment", () => {
    fc.assert(
      fc.property(anyRule, fc.array(anyActivity), anyReset, (rule, activities, reset) => {
        const known = activities.filter(({ at }) => at <= NOW);
        expect(dose(rule, activities, reset)).toBe(dose(rule, known, reset));
      }),
    );
  });
});
