import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeCut, judgePassing } from "../../src/recommendation/cut-figures.ts";
import { estimateProportion } from "../../src/statistics/proportion.ts";
import { arbitraryDeals, demand, points } from "../statistics/deals.ts";

const WEEK = 7 * 24 * 3_600_000;
const scores = Float64Array.of(50, 40, 30, 20, 10);
const outcomes = Uint8Array.of(1, 0, 1, 0, 1);
const deals = { scores, outcomes, times: null };

describe("what a cut does", () => {
  it("is counted on the deals at or above it", () => {
    const figures = judgeCut({ ...deals, leadsPerWeek: 20 }, 30, {
      gainPerWin: 5,
      costPerLead: 1,
    });
    expect(figures).toMatchObject({ passing: 3, won: 2, winsMissed: 1 });
    expect(figures.share).toEqual(estimateProportion(3, 5));
    expect(figures.precision).toEqual(estimateProportion(2, 3));
    expect(figures.shareOfWinsMissed).toEqual(estimateProportion(1, 3));
    // Of 20 leads a week 3 in 5 pass; deals bring 4, −1, 4, 0 and 0.
    expect(demand(figures.volume).value).toBeCloseTo(12, 12);
    const value = demand(figures.valuePerLead!);
    expect(value.value).toBeCloseTo(7 / 5, 12);
    // s² = (33 − 5 · 1.4²) / 4, standard error √(s² / 5)
    expect(value.high - value.value).toBeCloseTo(1.959964 * Math.sqrt((33 - 9.8) / 4 / 5), 5);
  });

  it("has leads a week from the times where they are not known", () => {
    const times = Float64Array.of(0, 1, 2, 3, 4).map((week) => week * WEEK);
    // 5 deals over 4 weeks stand for 4 · 6/4 = 6 weeks.
    expect(demand(judgeCut({ ...deals, times }, 30).volume).value).toBeCloseTo(0.5, 12);
  });

  it("says what cannot be told: no dates, no gain, nobody passing, nothing won", () => {
    const figures = judgeCut({ ...deals, outcomes: new Uint8Array(5) }, 99);
    expect(figures.valuePerLead).toBeNull();
    for (const figure of [figures.volume, figures.precision, figures.shareOfWinsMissed])
      expect(figure).toHaveProperty("notEstimable");
    expect(demand(figures.share).value).toBe(0);
  });

  it("adds up: won and missed to all wins, shares to counts", () => {
    const pass = fc.constantFrom(0, 0.2, 0.4, 0.6, 0.8, 1);
    fc.assert(
      fc.property(
        arbitraryDeals(points, { minLength: 1 }),
        fc.array(pass, { minLength: 60, maxLength: 60 }),
        (history, drawn) => {
          const n = history.scores.length;
          const passes = Float64Array.from(drawn.slice(0, n));
          const figures = judgePassing({ ...history, times: null, leadsPerWeek: n }, passes, null);
          const wins = history.outcomes.reduce((sum, outcome) => sum + outcome, 0);
          expect(figures.won + figures.winsMissed).toBeCloseTo(wins, 12);
          expect(demand(figures.share).value * n).toBeCloseTo(figures.passing, 9);
          expect(demand(figures.volume).value).toBeCloseTo(figures.passing, 9);
          expect(figures.won).toBeLessThanOrEqual(figures.passing);
        },
      ),
    );
  });

  it("refuses what does not pair", () => {
    expect(() => judgeCut({ ...deals, outcomes: Uint8Array.of(1) }, 1)).toThrow(RangeError);
  });
});
