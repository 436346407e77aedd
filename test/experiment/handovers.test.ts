import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareHandovers, type HandedLead } from "../../src/experiment/handovers.ts";
import { estimateProportion } from "../../src/statistics/proportion.ts";
import { demand } from "../statistics/deals.ts";

const DAY = 86_400_000;
const TERMS = { withinDays: 30, alpha: 0.05, plannedUnits: 2000 };

interface ArmOf {
  readonly leads: number;
  readonly handedOver: number;
  /** Of those handed over. */
  readonly won?: number;
  readonly leadsOfUnit?: number;
}

function give(arm: "rules" | "model", { leads, handedOver, won = 0, leadsOfUnit = 1 }: ArmOf) {
  return Array.from(
    { length: leads },
    (_, i): HandedLead => ({
      unit: `${arm}-${Math.floor(i / leadsOfUnit)}`,
      arm,
      enrolledAt: 0,
      succeededAt: i < won ? DAY : null,
      scoreBefore: null,
      handovers: i < handedOver ? 1 + (i % 2) : 0,
    }),
  );
}

const compare = (rules: ArmOf, model: ArmOf, day = 60) =>
  compareHandovers([...give("rules", rules), ...give("model", model)], TERMS, day * DAY);

describe("compareHandovers", () => {
  it("counts leads handed over once, and what became of them", () => {
    const { arms, difference } = compare(
      { leads: 954, handedOver: 186, won: 60 },
      { leads: 978, handedOver: 977, won: 300 },
    );
    expect(arms.rules).toEqual({
      units: 954,
      leads: 954,
      handedOver: 186,
      share: estimateProportion(186, 954),
      successRate: estimateProportion(60, 186),
    });
    expect(demand(arms.model.successRate)).toMatchObject({ n: 977, value: 300 / 977 });
    const { fixed, anytime } = demand(difference);
    expect(fixed.value).toBeCloseTo(977 / 978 - 186 / 954, 12);
    expect(anytime.low).toBeGreaterThan(0.7);
    expect(anytime.low).toBeLessThan(fixed.low);
  });

  it("needs no outcome window for what was handed over, and one for what became of it", () => {
    const { arms, difference } = compare(
      { leads: 50, handedOver: 20, won: 20 },
      { leads: 50, handedOver: 30 },
      20,
    );
    expect(demand(arms.rules.share).value).toBe(0.4);
    expect(arms.rules.successRate).toHaveProperty("notEstimable");
    expect(demand(difference).fixed.value).toBeCloseTo(0.2, 12);
  });

  it("tells arms apart that hand over all and none", () => {
    const { anytime } = demand(
      compare({ leads: 400, handedOver: 0 }, { leads: 400, handedOver: 400 }).difference,
    );
    expect(anytime.low).toBeGreaterThan(0.9);
    expect(anytime.high).toBe(1);
  });

  it("is less sure of as many leads in fewer accounts, by as much as these go together", () => {
    const rules = { leads: 400, handedOver: 160 };
    const alone = compare(rules, { leads: 400, handedOver: 240 });
    const together = compare(
      { ...rules, leadsOfUnit: 8 },
      { leads: 400, handedOver: 240, leadsOfUnit: 8 },
    );
    const width = ({ difference }: typeof alone) =>
      demand(difference).fixed.high - demand(difference).fixed.low;
    expect(width(together) / width(alone)).toBeGreaterThan(2.5);
    expect(width(together) / width(alone)).toBeLessThan(3);
    expect(demand(together.arms.model.share)).toMatchObject({ n: 400, value: 0.6 });
  });

  it("leaves out units in both arms, and says so of an arm without leads", () => {
    const both = give("rules", { leads: 1, handedOver: 1 });
    const moved = both.map((lead) => ({ ...lead, arm: "model" as const }));
    const { arms, difference } = compareHandovers([...both, ...moved], TERMS, 0);
    expect(arms.rules).toMatchObject({ leads: 0, share: { notEstimable: "no lead takes part" } });
    expect(difference).toHaveProperty("notEstimable");
  });

  it("gives figures within their bounds or reasons, whatever the leads", () => {
    const lead = fc.record({
      unit: fc.constantFrom("a", "b", "c", "d", "e", "f"),
      arm: fc.constantFrom("rules" as const, "model" as const),
      enrolledAt: fc.integer({ min: 0, max: 90 }).map((day) => day * DAY),
      succeededAt: fc.option(fc.integer({ min: 0, max: 120 }).map((day) => day * DAY)),
      scoreBefore: fc.constant(null),
      handovers: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(lead, { maxLength: 25 }), (leads) => {
        const { arms, difference } = compareHandovers(leads, TERMS, 80 * DAY);
        for (const { share, successRate } of Object.values(arms))
          for (const part of [share, successRate])
            if ("value" in part) {
              expect(part.low).toBeGreaterThanOrEqual(0);
              expect(part.high).toBeLessThanOrEqual(1);
              expect(part.low).toBeLessThanOrEqual(part.value + 1e-12);
            }
        if ("fixed" in difference) {
          expect(Number.isFinite(difference.fixed.pValue)).toBe(true);
          expect(difference.anytime.low).toBeLessThanOrEqual(difference.anytime.high);
        }
      }),
    );
  });
});
