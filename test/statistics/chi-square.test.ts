import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chiSquareTail, testShares } from "../../src/statistics/chi-square.ts";
import { twoSidedP } from "../../src/statistics/distributions.ts";
import growthbook from "../oracles/ab_growthbook.json" with { type: "json" };
import oracle from "../oracles/proportions_tests.json" with { type: "json" };

describe("chiSquareTail", () => {
  it("is the normal's for one degree and exponential for two", () => {
    for (const x of [0, 0.1, 1, 5, 40, 300]) {
      expect(chiSquareTail(x, 1)).toBe(twoSidedP(Math.sqrt(x)));
      expect(chiSquareTail(x, 2)).toBeCloseTo(Math.exp(-x / 2), 15);
    }
  });

  it("gives the tables' critical values", () => {
    expect(chiSquareTail(7.814727903251179, 3)).toBeCloseTo(0.05, 13);
    expect(chiSquareTail(18.307038053275146, 10)).toBeCloseTo(0.05, 13);
    // scipy 1.10.1, chi2.sf(1000, 990)
    expect(chiSquareTail(1000, 990)).toBeCloseTo(0.4055716282337244, 12);
  });

  it("falls with x and rises with the degrees", () => {
    const x = fc.double({ min: 0, max: 500, noNaN: true });
    fc.assert(
      fc.property(x, x, fc.integer({ min: 1, max: 60 }), (a, b, degrees) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        expect(chiSquareTail(more, degrees)).toBeLessThanOrEqual(chiSquareTail(less, degrees));
        expect(chiSquareTail(a, degrees + 1)).toBeGreaterThanOrEqual(
          chiSquareTail(a, degrees) * (1 - 1e-12),
        );
      }),
    );
  });

  it("refuses negative x, and degrees that are not whole", () => {
    expect(() => chiSquareTail(-1, 1)).toThrow(RangeError);
    expect(() => chiSquareTail(1, 1.5)).toThrow(RangeError);
  });
});

describe("testShares", () => {
  it.each(oracle.srm_chi2)("gives scipy's test of $counts", ({ counts, weights, chi2, p }) => {
    const test = testShares(counts, weights);
    expect(test.chiSquare).toBeCloseTo(chi2, 11);
    expect(test.pValue / p).toBeCloseTo(1, 11);
  });

  it.each(growthbook.srm)("gives GrowthBook's p of $users", ({ users, weights, p }) => {
    expect(testShares(users, weights).pValue / p).toBeCloseTo(1, 11);
  });

  it("finds nothing where nothing was counted", () => {
    expect(testShares([0, 0], [1, 1])).toEqual({ chiSquare: 0, degrees: 1, pValue: 1 });
  });

  it("refuses counts that are not whole, and shares of nothing", () => {
    expect(() => testShares([1.5, 2], [1, 1])).toThrow(RangeError);
    expect(() => testShares([1, 2], [0, 1])).toThrow(RangeError);
    expect(() => testShares([1], [1])).toThrow(RangeError);
  });
});
