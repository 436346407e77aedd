import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalQuantile, twoSidedP } from "../../src/statistics/distributions.ts";
import { studentHalfWidth, twoSidedStudentP } from "../../src/statistics/student-t.ts";

const degrees = fc.double({ min: 0.5, max: 1e6, noNaN: true });

describe("twoSidedStudentP", () => {
  it("is that of the Cauchy distribution for one degree of freedom", () => {
    for (const t of [0.01, 0.5, 1, 3, 100, 1e6]) {
      const expected = 1 - (2 / Math.PI) * Math.atan(t);
      // 1 − (2/π) atan t cancels in the far tail, where it is 2/(π t).
      expect(twoSidedStudentP(t, 1) / (t > 1e5 ? 2 / Math.PI / t : expected)).toBeCloseTo(1, 9);
    }
  });

  it("is 1 − t/√(2 + t²) for two degrees", () => {
    for (const t of [0.1, 1, 2, 5]) {
      expect(twoSidedStudentP(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 13);
    }
  });

  it("gives scipy's figures", () => {
    // scipy 1.10.1, 2 * t.sf(…)
    expect(twoSidedStudentP(2, 2.5)).toBeCloseTo(0.1573914957579659, 14);
    expect(twoSidedStudentP(5, 1e7) / 5.733128075008536e-7).toBeCloseTo(1, 9);
  });

  it("nears the normal's from above as degrees grow", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 8, noNaN: true }), degrees, (t, nu) => {
        const p = twoSidedStudentP(t, nu);
        expect(p).toBeGreaterThanOrEqual(twoSidedStudentP(t, 2 * nu) * (1 - 1e-9));
        expect(p).toBeGreaterThanOrEqual(twoSidedP(t) * (1 - 1e-9));
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
    expect(twoSidedStudentP(2, Infinity)).toBe(twoSidedP(2));
  });

  it("refuses NaN and degrees that are not above 0", () => {
    expect(() => twoSidedStudentP(NaN, 3)).toThrow(RangeError);
    expect(() => twoSidedStudentP(1, 0)).toThrow(RangeError);
  });
});

describe("studentHalfWidth", () => {
  it("gives the tables' quantiles", () => {
    for (const [nu, t] of [
      [1, 12.706204736],
      [5, 2.570581836],
      [30, 2.042272456],
    ] as const) {
      expect(studentHalfWidth(0.05, nu)).toBeCloseTo(t, 8);
    }
    expect(studentHalfWidth(0.05, Infinity)).toBeCloseTo(normalQuantile(0.975), 14);
  });

  it("undoes the p-value", () => {
    const p = fc.double({ min: 1e-12, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(p, degrees, (p, nu) => {
        expect(twoSidedStudentP(studentHalfWidth(p, nu), nu) / p).toBeCloseTo(1, 8);
      }),
    );
  });

  it("refuses a p outside (0, 1]", () => {
    for (const p of [0, -1, 1.1, NaN]) expect(() => studentHalfWidth(p, 3)).toThrow(RangeError);
  });
});
