import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatCount,
  formatDate,
  formatEstimate,
  formatInterval,
  formatList,
  formatNumber,
  formatPoints,
  formatPValue,
  formatShare,
  formatSigned,
} from "../../src/report/format.ts";

const finite = fc.double({ min: -1e9, max: 1e9, noNaN: true });

describe("formatNumber", () => {
  it("separates thousands, fixes decimals and uses a true minus sign", () => {
    expect(formatNumber(1234567.891, 2)).toBe("1,234,567.89");
    expect(formatNumber(-1234.5, 1)).toBe("−1,234.5");
    expect(formatNumber(2)).toBe("2");
  });

  it("gives no sign to what rounds to zero", () => {
    expect(formatNumber(-0.0004, 3)).toBe("0.000");
    expect(formatSigned(0.0004, 3)).toBe("0.000");
    expect(formatSigned(-0.0004, 3)).toBe("0.000");
  });

  it("refuses to print what is no number", () => {
    expect(() => formatNumber(Number.NaN)).toThrow(RangeError);
    expect(() => formatNumber(Number.NEGATIVE_INFINITY)).toThrow(RangeError);
  });

  it("prints digits that read back as the rounded number", () => {
    fc.assert(
      fc.property(finite, fc.integer({ min: 0, max: 4 }), (value, decimals) => {
        const text = formatNumber(value, decimals);
        expect(text).toMatch(/^−?\d{1,3}(,\d{3})*(\.\d+)?$/);
        const back = Number(text.replaceAll(",", "").replace("−", "-"));
        expect(Math.abs(back - value)).toBeLessThanOrEqual(0.5 * 10 ** -decimals + 1e-6);
      }),
    );
  });
});

describe("the other forms", () => {
  it("sign differences on both sides", () => {
    expect(formatSigned(0.215, 3)).toBe("+0.215");
    expect(formatSigned(-0.139, 3)).toBe("−0.139");
  });

  it("show points whole where they are whole", () => {
    expect([formatPoints(12), formatPoints(7.5), formatPoints(-3.0000001)]).toEqual([
      "12",
      "7.5",
      "−3",
    ]);
  });

  it("show shares as per cent, counts with their noun, small p-values as a bound", () => {
    expect(formatShare(0.3854)).toBe("38.5%");
    expect(formatShare(1, 0)).toBe("100%");
    expect(formatCount(1, "deal")).toBe("1 deal");
    expect(formatCount(2772, "deal")).toBe("2,772 deals");
    expect(formatPValue(1e-12)).toBe("p < 0.001");
    expect(formatPValue(0.0272)).toBe("p = 0.027");
  });

  it("show intervals, or the reason why there is none", () => {
    const three = (value: number) => formatNumber(value, 3);
    const auc = { value: 0.7, low: 0.65, high: 0.75 };
    expect(formatInterval(auc, three)).toBe("0.700 (0.650 to 0.750)");
    expect(formatEstimate({ notEstimable: "only 3 deals" }, three)).toBe(
      "not estimable: only 3 deals",
    );
  });

  it("write days in words and leave alone what is no date", () => {
    expect(formatDate("2024-06-03")).toBe("3 June 2024");
    expect(formatDate("2023-12-31T23:59:00.000Z")).toBe("31 December 2023");
    expect(formatDate("2023-13-01")).toBe("2023-13-01");
    expect(formatDate("soon")).toBe("soon");
  });

  it("join lists with and", () => {
    expect(["", "a", "a and b", "a, b and c"]).toEqual(
      [[], ["a"], ["a", "b"], ["a", "b", "c"]].map(formatList),
    );
  });
});
