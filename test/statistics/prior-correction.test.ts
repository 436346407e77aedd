import { describe, expect, it } from "vitest";
import { findInterceptShift } from "../../src/statistics/prior-correction.ts";
import oracle from "../oracles/decision_metrics.json" with { type: "json" };

describe("findInterceptShift", () => {
  it.each(oracle.king_zeng)(
    "is the oracle's from $ybar to $tau",
    ({ tau, ybar, intercept_shift }) => {
      const shift = findInterceptShift({ trueBaseRate: tau, sampleBaseRate: ybar });
      expect(Math.abs(shift - intercept_shift)).toBeLessThan(1e-14);
    },
  );

  it("undoes the thinning out of lost deals", () => {
    // Of 10 won and 90 lost, 1 lost in 9 is kept: odds 1 to 9 become even.
    const shift = findInterceptShift({ trueBaseRate: 0.1, sampleBaseRate: 0.5 });
    expect(shift).toBeCloseTo(-Math.log(9), 14);
  });

  it("refuses a rate of 0 or 1", () => {
    expect(() => findInterceptShift({ trueBaseRate: 0, sampleBaseRate: 0.5 })).toThrow(RangeError);
    expect(() => findInterceptShift({ trueBaseRate: 0.5, sampleBaseRate: 1 })).toThrow(RangeError);
  });
});
