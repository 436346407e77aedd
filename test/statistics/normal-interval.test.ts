import { describe, expect, it } from "vitest";
import { normalInterval } from "../../src/statistics/normal-interval.ts";

describe("normalInterval", () => {
  it("reaches 1.96 standard errors to both sides", () => {
    const interval = normalInterval(10, 2);
    expect(interval).toMatchObject({ value: 10, standardError: 2 });
    expect(interval.low).toBeCloseTo(10 - 3.919927969080108, 14);
    expect(interval.high).toBeCloseTo(10 + 3.919927969080108, 14);
  });

  it("is cut at the ends of its scale", () => {
    const interval = normalInterval(0.9, 0.1, { lowest: 0, highest: 1 });
    expect(interval.high).toBe(1);
    expect(interval.low).toBeCloseTo(0.9 - 0.1959963984540054, 15);
  });

  it("refuses what is no number and what is no standard error", () => {
    expect(() => normalInterval(NaN, 1)).toThrow(RangeError);
    for (const standardError of [NaN, -1, Infinity]) {
      expect(() => normalInterval(0, standardError)).toThrow(RangeError);
    }
  });
});
