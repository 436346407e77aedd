import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findRho, sequenceHalfWidth, sequenceInterval } from "../../src/statistics/sequence.ts";
import oracle from "../oracles/ab_growthbook.json" with { type: "json" };

describe("findRho", () => {
  it.each(oracle.sequential_rho)(
    "gives GrowthBook's for alpha $alpha at $N",
    ({ alpha, N, rho }) => {
      expect(findRho({ alpha, tunedTo: N })).toBeCloseTo(rho, 15);
    },
  );
});

describe("sequenceInterval", () => {
  const estimate = { value: 0.1, standardError: 0.04, n: 500 };

  it("is about 1.55 times as wide as one look's at the units that it is tuned to", () => {
    const { low, high } = sequenceInterval(estimate, { tunedTo: 500 });
    expect((high - low) / (2 * 1.96 * 0.04)).toBeCloseTo(1.55, 2);
  });

  it("is narrowest in standard errors near there", () => {
    const at = (tunedTo: number) => {
      const { low, high } = sequenceInterval(estimate, { tunedTo });
      return high - low;
    };
    expect(at(500)).toBeLessThan(at(100));
    expect(at(500)).toBeLessThan(at(5000));
  });

  it("has p below alpha just where it leaves out 0", () => {
    const alpha = fc.double({ min: 0.001, max: 0.3, noNaN: true });
    const z = fc.double({ min: -8, max: 8, noNaN: true });
    fc.assert(
      fc.property(alpha, z, fc.integer({ min: 1, max: 10_000 }), (alpha, z, n) => {
        const one = { value: z, standardError: 1, n };
        const { low, high, pValue } = sequenceInterval(one, { alpha, tunedTo: 1000 });
        fc.pre(Math.min(Math.abs(low), Math.abs(high)) > 1e-9);
        expect(pValue < alpha).toBe(low > 0 || high < 0);
      }),
    );
  });

  it("grows without end in standard errors, as it must hold for ever", () => {
    expect(sequenceHalfWidth(1e6, 0.05)).toBeGreaterThan(sequenceHalfWidth(1e3, 0.05));
  });

  it("is a point without spread", () => {
    const settings = { tunedTo: 10 };
    expect(sequenceInterval({ value: 0, standardError: 0, n: 5 }, settings)).toEqual({
      value: 0,
      low: 0,
      high: 0,
      pValue: 1,
    });
    expect(sequenceInterval({ value: 2, standardError: 0, n: 5 }, settings).pValue).toBe(0);
  });

  it("refuses what cannot be", () => {
    expect(() => sequenceInterval({ value: NaN, standardError: 1, n: 5 }, { tunedTo: 1 })).toThrow(
      RangeError,
    );
    expect(() => sequenceInterval(estimate, { tunedTo: 0 })).toThrow(RangeError);
    expect(() => sequenceInterval(estimate, { alpha: 1, tunedTo: 9 })).toThrow(RangeError);
  });
});
