import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateLift } from "../../src/statistics/lift.ts";
import { estimatePrecisionAt, forecastAtCapacity } from "../../src/statistics/precision-at.ts";
import { createRandom } from "../../src/statistics/random.ts";
import inputs from "../oracles/calibration.json" with { type: "json" };
import oracle from "../oracles/decision_metrics.json" with { type: "json" };
import { arbitraryDeals, demand, differ, points } from "./deals.ts";

const outcomes = Uint8Array.from(inputs.inputs.y);
const probabilities = Float64Array.from(inputs.inputs.p);
const deals = arbitraryDeals(points, { minLength: 1 });

describe("estimatePrecisionAt", () => {
  it.each(oracle.top_k)("gives the oracle's figures of the top $k", (expected) => {
    const top = demand(estimatePrecisionAt(probabilities, outcomes, { deals: expected.k }));
    expect(top.wins).toBe(expected.wins);
    expect(top.precision.value).toBe(expected.precision);
    expect(differ(top.precision.low, expected.wilson95[0]!)).toBeLessThan(1e-13);
    expect(differ(top.precision.high, expected.wilson95[1]!)).toBeLessThan(1e-13);
    expect(differ(demand(top.lift).value, expected.lift)).toBeLessThan(1e-13);
    expect(differ(demand(top.recall).value, expected.gain_recall)).toBeLessThan(1e-13);
  });

  it("takes of deals level at the cut each an equal part", () => {
    // The top 3 of 8: the one with 9 points, won, and two of four with 5, one of them won.
    const scores = Float64Array.of(9, 5, 5, 5, 5, 1, 1, 1);
    const won = Uint8Array.of(1, 0, 1, 0, 0, 0, 1, 0);
    const top = demand(estimatePrecisionAt(scores, won, { deals: 3 }));
    expect(top).toMatchObject({ taken: 3, wins: 1.5 });
    expect(top.precision.value).toBe(0.5);
    expect(demand(top.recall).value).toBe(0.5);
    expect(demand(top.lift).value).toBeCloseTo(4 / 3, 15);
  });

  it("agrees with the lift of a share, value and interval", () => {
    fc.assert(
      fc.property(deals, fc.double({ min: 0.01, max: 1, noNaN: true }), (deals, share) => {
        const top = estimatePrecisionAt(deals.scores, deals.outcomes, { share });
        const lift = estimateLift(deals.scores, deals.outcomes, share);
        if ("notEstimable" in lift) {
          expect("notEstimable" in top || "notEstimable" in top.lift).toBe(true);
          return;
        }
        const own = demand(demand(top).lift);
        for (const end of ["value", "low", "high"] as const) {
          expect(differ(own[end], lift[end])).toBeLessThan(1e-12);
        }
      }),
    );
  });

  it("loses no win: recall never falls as more deals are taken, and ends at 1", () => {
    fc.assert(
      fc.property(deals, ({ scores, outcomes }) => {
        let last = 0;
        for (let k = 1; k <= scores.length; k++) {
          const { wins } = demand(estimatePrecisionAt(scores, outcomes, { deals: k }));
          expect(wins).toBeGreaterThanOrEqual(last - 1e-12);
          last = wins;
        }
        expect(last).toBe(outcomes.reduce((a, b) => a + b, 0));
      }),
    );
  });

  it("has a precision of 0, but no lift or recall, when nothing was won", () => {
    const top = demand(
      estimatePrecisionAt(Float64Array.of(1, 2), Uint8Array.of(0, 0), { deals: 1 }),
    );
    expect(top.precision.value).toBe(0);
    expect(top.lift).toHaveProperty("notEstimable");
    expect(top.recall).toHaveProperty("notEstimable");
  });

  it("is not estimable for more deals than there are, or less than one", () => {
    const scores = Float64Array.of(1, 2, 3);
    const won = Uint8Array.of(0, 1, 0);
    expect(estimatePrecisionAt(scores, won, { deals: 4 })).toHaveProperty("notEstimable");
    expect(estimatePrecisionAt(scores, won, { share: 0.3 })).toHaveProperty("notEstimable");
  });

  it("refuses a top that holds nothing, and a share above 1", () => {
    for (const top of [{ deals: 0 }, { deals: Number.NaN }, { share: 0 }, { share: 1.1 }]) {
      expect(() => estimatePrecisionAt(probabilities, outcomes, top)).toThrow(RangeError);
    }
  });
});

describe("forecastAtCapacity", () => {
  it("works the best lead of a week that has one, by hand", () => {
    // Two kinds of leads, two a week in all, room for one. A good one comes with 1 − e⁻¹ and is
    // won, any with 1 − e⁻²; the bad one that is worked else is lost.
    const forecast = demand(
      forecastAtCapacity(Float64Array.of(9, 1), Uint8Array.of(1, 0), {
        leadsPerWeek: 2,
        workedPerWeek: 1,
      }),
    );
    expect(forecast.workedPerWeek).toBeCloseTo(1 - Math.exp(-2), 14);
    expect(forecast.winsPerWeek.value).toBeCloseTo(1 - Math.exp(-1), 14);
    expect(forecast.precision.value).toBeCloseTo((1 - Math.exp(-1)) / (1 - Math.exp(-2)), 14);
  });

  it("is what simulated weeks bring", () => {
    const random = createRandom(12);
    const scores = Float64Array.from({ length: 60 }, () => Math.floor(random() * 12));
    const won = Uint8Array.from(scores, (score) => (random() < 0.1 + score / 15 ? 1 : 0));
    const capacity = { leadsPerWeek: 8, workedPerWeek: 3 };
    const forecast = demand(forecastAtCapacity(scores, won, capacity));
    const weeks = 40_000;
    let [worked, wins] = [0, 0];
    for (let week = 0; week < weeks; week++) {
      const leads: { rank: number; won: number }[] = [];
      for (let t = -Math.log(1 - random()); t < 8; t -= Math.log(1 - random())) {
        const i = Math.floor(random() * 60);
        leads.push({ rank: scores[i]! + random() / 2, won: won[i]! });
      }
      const best = leads.toSorted((a, b) => b.rank - a.rank).slice(0, 3);
      worked += best.length;
      wins += best.reduce((sum, lead) => sum + lead.won, 0);
    }
    expect(forecast.workedPerWeek).toBeCloseTo(worked / weeks, 1.7);
    expect(Math.abs(forecast.winsPerWeek.value - wins / weeks)).toBeLessThan(0.02);
    expect(Math.abs(forecast.precision.value - wins / worked)).toBeLessThan(0.01);
  });

  it("nears the precision of one cut when very many leads come", () => {
    const forecast = demand(
      forecastAtCapacity(probabilities, outcomes, { leadsPerWeek: 1e7, workedPerWeek: 1e6 }),
    );
    const top = demand(estimatePrecisionAt(probabilities, outcomes, { share: 0.1 }));
    expect(Math.abs(forecast.precision.value - top.precision.value)).toBeLessThan(0.002);
    expect(Math.abs(forecast.precision.n - 50)).toBeLessThan(0.5);
    expect(forecast.workedPerWeek).toBeCloseTo(1e6, 3);
  });

  it("lies below one cut at the same share for a small team and a score that ranks", () => {
    const forecast = demand(
      forecastAtCapacity(probabilities, outcomes, { leadsPerWeek: 10, workedPerWeek: 1 }),
    );
    const top = demand(estimatePrecisionAt(probabilities, outcomes, { share: 0.1 }));
    expect(forecast.precision.value).toBeLessThan(top.precision.value);
  });

  it("is the base rate, with all deals behind it, when there is room for every lead", () => {
    fc.assert(
      fc.property(deals, ({ scores, outcomes }) => {
        const { precision, workedPerWeek } = demand(
          forecastAtCapacity(scores, outcomes, { leadsPerWeek: 5, workedPerWeek: 1000 }),
        );
        const won = outcomes.reduce((a, b) => a + b, 0);
        expect(precision.value).toBeCloseTo(won / outcomes.length, 10);
        expect(precision.n).toBeCloseTo(outcomes.length, 8);
        expect(workedPerWeek).toBeCloseTo(5, 10);
      }),
    );
  });

  it("works no more leads than come or than there is room for", () => {
    const some = fc.double({ min: 0.01, max: 200, noNaN: true });
    fc.assert(
      fc.property(deals, some, some, ({ scores, outcomes }, leadsPerWeek, workedPerWeek) => {
        const forecast = demand(
          forecastAtCapacity(scores, outcomes, { leadsPerWeek, workedPerWeek }),
        );
        const most = Math.min(leadsPerWeek, workedPerWeek);
        expect(forecast.workedPerWeek).toBeLessThanOrEqual(most * (1 + 1e-12));
        expect(forecast.winsPerWeek.value).toBeLessThanOrEqual(forecast.workedPerWeek);
        expect(forecast.precision.low).toBeLessThanOrEqual(forecast.precision.value);
        expect(forecast.precision.high).toBeGreaterThanOrEqual(forecast.precision.value);
      }),
    );
  });

  it("is not estimable without deals, and refuses weeks without leads or without room", () => {
    const none = forecastAtCapacity(new Float64Array(), new Uint8Array(), {
      leadsPerWeek: 5,
      workedPerWeek: 1,
    });
    expect(none).toHaveProperty("notEstimable");
    for (const capacity of [
      { leadsPerWeek: 0, workedPerWeek: 1 },
      { leadsPerWeek: 5, workedPerWeek: 0 },
      { leadsPerWeek: Infinity, workedPerWeek: 1 },
    ]) {
      expect(() => forecastAtCapacity(probabilities, outcomes, capacity)).toThrow(RangeError);
    }
  });
});
