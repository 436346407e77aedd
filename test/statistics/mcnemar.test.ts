import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testMatched } from "../../src/statistics/mcnemar.ts";
import oracle from "../oracles/proportions_tests.json" with { type: "json" };
import { differ } from "./deals.ts";

describe("testMatched", () => {
  it.each(oracle.mcnemar)("gives statsmodels' exact and mid-p of $b against $c", (expected) => {
    const { exactP, midP } = testMatched({ onlyFirst: expected.b, onlySecond: expected.c });
    expect(differ(exactP, expected.exact_p)).toBeLessThan(1e-12);
    expect(differ(midP, expected.midp)).toBeLessThan(1e-12);
  });

  it("counts coin tosses: none of three one way has chance 2/8, mid-p half of that", () => {
    expect(testMatched({ onlyFirst: 3, onlySecond: 0 })).toEqual({ exactP: 0.25, midP: 0.125 });
  });

  it("does not depend on which decision comes first, and has mid-p below the exact p", () => {
    const deals = fc.nat(300);
    fc.assert(
      fc.property(deals, deals, (onlyFirst, onlySecond) => {
        const { exactP, midP } = testMatched({ onlyFirst, onlySecond });
        const swapped = testMatched({ onlyFirst: onlySecond, onlySecond: onlyFirst });
        expect(swapped).toEqual({ exactP, midP });
        expect(midP).toBeGreaterThan(0);
        expect(midP).toBeLessThanOrEqual(exactP);
        expect(exactP).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("nears the normal approximation for counts whose 2⁻ⁿ no float64 holds", () => {
    // z = (50,300 − 49,700)/√100,000 = 1.897, two-sided p .0578
    const { midP } = testMatched({ onlyFirst: 50_300, onlySecond: 49_700 });
    expect(midP).toBeCloseTo(0.05778, 4);
  });

  it("refuses counts that are negative or not whole", () => {
    expect(() => testMatched({ onlyFirst: -1, onlySecond: 2 })).toThrow(RangeError);
    expect(() => testMatched({ onlyFirst: 1, onlySecond: 0.5 })).toThrow(RangeError);
  });
});
