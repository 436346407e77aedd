import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateLift } from "../../src/statistics/lift.ts";
import { estimatePrecisionAt } from "../../src/statistics/precision-at.ts";
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
