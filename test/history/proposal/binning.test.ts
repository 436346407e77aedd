import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  chooseCuts,
  cutAtQuantiles,
  describeRange,
  findRange,
} from "../../../src/history/proposal/binning.ts";

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

describe("chooseCuts", () => {
  it("cuts 0 to 999 at round numbers near the fifths", () => {
    expect(chooseCuts(upTo(1000))).toEqual([200, 400, 600, 800]);
  });

  it("prefers a rounder number to an exact quantile", () => {
    expect(chooseCuts(upTo(1000).map((i) => i + 37))).toEqual([200, 400, 600, 800]);
  });

  it("gives a common 0 a range of its own", () => {
    const cuts = chooseCuts([...upTo(400).map(() => 0), ...upTo(600).map((i) => 10 + i)]);
    expect(cuts[0]).toBe(10);
    expect(cuts).toHaveLength(5);
  });

  it("tells five or fewer different numbers apart", () => {
    expect(chooseCuts(upTo(500).map((i) => [1, 2, 3.5, 8][i % 4]!))).toEqual([2, 3.5, 8]);
  });

  it("joins what is too rare to judge", () => {
    const ones = upTo(1000).map((i) => (i < 10 ? 7 : i % 2));
    expect(chooseCuts(ones)).toEqual([1]);
  });

  it("makes no range of a number that never varies, or of none", () => {
    expect(chooseCuts([4, 4, 4])).toEqual([]);
    expect(chooseCuts([])).toEqual([]);
  });

  it("always gives at most five rising cuts, each with enough on both sides", () => {
    const numbers = fc.array(
      fc.oneof(fc.integer({ min: -50, max: 50 }), fc.double({ noNaN: true, min: -1e6, max: 1e6 })),
      { maxLength: 400 },
    );
    fc.assert(
      fc.property(numbers, (values) => {
        const cuts = chooseCuts(values);
        expect(cuts.length).toBeLessThanOrEqual(5);
        const counts = Array.from({ length: cuts.length + 1 }, () => 0);
        for (const value of values) counts[findRange(value, cuts)]!++;
        if (cuts.length > 0)
          expect(Math.min(...counts)).toBeGreaterThanOrEqual(
            Math.min(30, Math.ceil(values.length * 0.05)),
          );
        expect([...cuts]).toEqual([...new Set(cuts)].toSorted((a, b) => a - b));
      }),
    );
  });
});

describe("findRange", () => {
  it("counts a cut to the range above it", () => {
    expect([4.9, 5, 9.9, 10].map((value) => findRange(value, [5, 10]))).toEqual([0, 1, 1, 2]);
  });
});

describe("cutAtQuantiles", () => {
  it("cuts four equal parts", () => {
    expect(cutAtQuantiles(upTo(8), 4)).toEqual([2, 4, 6]);
  });

  it("cuts fewer where numbers are tied", () => {
    expect(cutAtQuantiles([1, 1, 1, 1, 1, 2], 4)).toEqual([]);
    expect(cutAtQuantiles([1, 1, 2, 2], 2)).toEqual([2]);
  });
});

describe("describeRange", () => {
  const whole = { least: 0, most: 99, whole: true };

  it("names whole numbers by the last that is in", () => {
    expect(describeRange(undefined, 10, whole)).toBe("below 10");
    expect(describeRange(10, 20, whole)).toBe("10 to 19");
    expect(describeRange(10, 11, whole)).toBe("10");
    expect(describeRange(20_000, undefined, whole)).toBe("20,000 and more");
  });

  it("names other numbers by the bound that is out", () => {
    expect(describeRange(1, 2.5, { least: 1, most: 2, whole: false })).toBe("1 to under 2.5");
  });

  it("names a range that holds one number by that number", () => {
    expect(describeRange(undefined, 0.5, { least: 0, most: 0, whole: false })).toBe("0");
  });
});
