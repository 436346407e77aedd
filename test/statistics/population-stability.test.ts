import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countInBins, measureStability } from "../../src/statistics/population-stability.ts";
import { createRandom } from "../../src/statistics/random.ts";
import { demand } from "./deals.ts";

const counts = fc.array(fc.integer({ min: 5, max: 400 }), { minLength: 2, maxLength: 8 });

describe("measureStability", () => {
  it("is the index less what chance makes of it", () => {
    // p = .5, .5 and q = .6, .4, but for half a lead a bin: Σ (q − p) ln(q/p) = .1 ln 1.5
    const stability = demand(measureStability([5000, 5000], [6000, 4000]));
    expect(stability.value).toBeCloseTo(0.1 * Math.log(1.5) - 2 / 10_000, 4);
    expect(stability.byChance).toBeCloseTo(0.0002, 12);
    expect(stability.pValue).toBeLessThan(1e-20);
  });

  it("does not call small samples moved that a bare cut would", () => {
    // The index itself is .22, above .1 by far.
    const { low, value, byChance } = demand(
      measureStability([10, 10, 10, 10, 10], [6, 5, 4, 9, 6]),
    );
    expect(byChance).toBeGreaterThan(0.2);
    expect(low).toBe(0);
    expect(value).toBeLessThan(0.1);
  });

  it("holds its value, and 0 where nothing moved", () => {
    fc.assert(
      fc.property(counts, (earlier) => {
        const same = measureStability(earlier, earlier);
        if ("notEstimable" in same) return;
        expect(same).toMatchObject({ value: 0, low: 0 });
        expect(same.pValue).toBeCloseTo(1, 12);
        const moved = demand(measureStability(earlier, earlier.toReversed()));
        expect(moved.low).toBeLessThanOrEqual(moved.value);
        expect(moved.high).toBeGreaterThanOrEqual(moved.value);
        expect(moved.low).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("is the same whichever side is the earlier", () => {
    fc.assert(
      fc.property(counts, (earlier) => {
        const later = earlier.toReversed();
        const [a, b] = [measureStability(earlier, later), measureStability(later, earlier)];
        if ("notEstimable" in a || "notEstimable" in b) return;
        expect(a.value).toBeCloseTo(b.value, 9);
        expect(a.high).toBeCloseTo(b.high, 6);
        expect(a.pValue).toBeCloseTo(b.pValue, 9);
      }),
    );
  });

  it("lets a bin be empty on one side, and needs two bins and twenty leads", () => {
    expect(demand(measureStability([100, 100, 0], [80, 80, 40])).value).toBeLessThan(Infinity);
    expect(measureStability([100, 0], [50, 0])).toHaveProperty("notEstimable");
    expect(measureStability([10, 9], [50, 50])).toHaveProperty("notEstimable");
    expect(() => measureStability([1], [1, 2])).toThrow(RangeError);
    expect(() => measureStability([1.5, 30], [20, 20])).toThrow(RangeError);
  });
});

describe("countInBins", () => {
  it("gives each of few values its own bin", () => {
    const counted = countInBins(Float64Array.of(0, 0, 1), Float64Array.of(1, 2), 5);
    expect(counted).toEqual({ earlier: [2, 1, 0], later: [0, 1, 1], edges: [1, 2] });
  });

  it("cuts many values at quantiles of the earlier ones", () => {
    const random = createRandom(1);
    const values = Float64Array.from({ length: 1000 }, () => random());
    const counted = countInBins(values, values, 4);
    expect(counted.earlier).toEqual([250, 250, 250, 250]);
    expect(counted.later).toEqual(counted.earlier);
  });

  it("loses nobody", () => {
    const list = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(list, list, (a, b) => {
        const { earlier, later, edges } = countInBins(
          Float64Array.from(a),
          Float64Array.from(b),
          4,
        );
        expect(earlier.reduce((sum, n) => sum + n, 0)).toBe(a.length);
        expect(later.reduce((sum, n) => sum + n, 0)).toBe(b.length);
        expect(earlier).toHaveLength(edges.length + 1);
      }),
    );
  });

  it("refuses NaN", () => {
    expect(() => countInBins(Float64Array.of(NaN), Float64Array.of(1))).toThrow(RangeError);
  });
});
