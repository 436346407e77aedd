import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEstimated } from "../../src/statistics/estimate.ts";
import { estimatePrecisionAt } from "../../src/statistics/precision-at.ts";
import { compareTops } from "../../src/statistics/top-difference.ts";
import inputs from "../oracles/calibration.json" with { type: "json" };
import oracle from "../oracles/decision_metrics.json" with { type: "json" };
import { arbitraryDeals, demand, points } from "./deals.ts";

const outcomes = Uint8Array.from((inputs.inputs as unknown as { y: number[] }).y);
const p = Float64Array.from((inputs.inputs as unknown as { p: number[] }).p);

describe("compareTops", () => {
  it.each(oracle.top_k)("gives the oracle's precision and recall of the top $k", (expected) => {
    const { precision, recall, taken } = demand(
      compareTops(
        p.map(() => 0),
        p,
        outcomes,
        { deals: expected.k },
      ),
    );
    expect(taken).toBe(expected.k);
    expect(precision.second.value).toBeCloseTo(expected.precision, 14);
    expect(recall.second.value).toBeCloseTo(expected.gain_recall, 14);
    // A score that says nothing takes the base rate.
    const baseRate = outcomes.reduce((sum, y) => sum + y, 0) / outcomes.length;
    expect(precision.first.value).toBeCloseTo(baseRate, 12);
  });

  it("takes of level deals what estimatePrecisionAt takes", () => {
    const deals = arbitraryDeals(points, { minLength: 4 });
    const share = fc.double({ min: 0.25, max: 1, noNaN: true });
    fc.assert(
      fc.property(deals, share, ({ scores, outcomes }, share) => {
        const tops = compareTops(scores, scores, outcomes, { share });
        const alone = estimatePrecisionAt(scores, outcomes, { share });
        if (!isEstimated(tops) || !isEstimated(alone)) return;
        expect(tops.precision.first.value).toBeCloseTo(alone.precision.value, 10);
        expect(tops.overlap).toBeCloseTo(1, 10);
        expect(tops.precision.difference).toMatchObject({ value: 0, low: 0, high: 0 });
        expect(tops.recall.difference).toMatchObject({ value: 0, standardError: 0 });
      }),
    );
  });

  it("knows recall exactly when all are taken", () => {
    const { precision, recall } = demand(
      compareTops(
        p,
        p.map((value) => -value),
        outcomes,
        { share: 1 },
      ),
    );
    expect(recall.first).toMatchObject({ value: 1 });
    expect(recall.first.standardError).toBeLessThan(1e-12);
    expect(precision.difference.value).toBeCloseTo(0, 12);
  });

  it("is not estimable with nothing won, or too many or too few to take", () => {
    const two = Float64Array.of(1, 2);
    const lost = new Uint8Array(2);
    expect(compareTops(two, two, lost, { share: 1 })).toHaveProperty("notEstimable");
    const one = Uint8Array.of(0, 1);
    expect(compareTops(two, two, one, { deals: 3 })).toHaveProperty("notEstimable");
    expect(compareTops(two, two, one, { share: 0.1 })).toHaveProperty("notEstimable");
    expect(() => compareTops(two, two, one, { share: 2 })).toThrow(RangeError);
    expect(() => compareTops(two, two, one, { deals: 0 })).toThrow(RangeError);
  });
});
