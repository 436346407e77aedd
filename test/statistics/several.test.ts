import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adjustPValues } from "../../src/statistics/false-discovery.ts";
import { estimateTrend, judgeSeveral, testHeterogeneity } from "../../src/statistics/several.ts";
import { demand } from "./deals.ts";

const one = fc.record({
  value: fc.double({ min: -1, max: 1, noNaN: true }),
  standardError: fc.double({ min: 0.01, max: 1, noNaN: true }),
});

describe("judgeSeveral", () => {
  it("leaves one estimate as it is", () => {
    const [judged] = judgeSeveral([{ value: 0.2, standardError: 0.1 }], "positive");
    expect(judged!.simultaneous.low).toBeCloseTo(0.2 - 0.1959963984540054, 12);
    expect(judged!.qValue).toBe(judged!.pValue);
  });

  it("widens intervals and raises p-values with their number, more under any dependence", () => {
    fc.assert(
      fc.property(fc.array(one, { minLength: 2, maxLength: 8 }), (estimates) => {
        const positive = judgeSeveral(estimates, "positive");
        const any = judgeSeveral(estimates, "any");
        const pValues = Float64Array.from(positive, ({ pValue }) => pValue);
        expect(positive.map(({ qValue }) => qValue)).toEqual([
          ...adjustPValues(pValues, "positive"),
        ]);
        positive.forEach(({ simultaneous, qValue }, i) => {
          const { value, standardError } = estimates[i]!;
          expect(simultaneous.high - value).toBeGreaterThan(1.96 * standardError);
          expect(any[i]!.qValue).toBeGreaterThanOrEqual(qValue);
        });
      }),
    );
  });

  it("is nothing for nothing", () => {
    expect(judgeSeveral([], "any")).toEqual([]);
  });
});

describe("testHeterogeneity", () => {
  it("is half the squared distance of two equally sure estimates", () => {
    const two = [0, 2].map((value) => ({ value, standardError: 1 }));
    // p = P(|Z| ≥ √2)
    const { chiSquare, degrees, pValue } = demand(testHeterogeneity(two));
    expect([chiSquare, degrees]).toEqual([2, 1]);
    expect(pValue).toBeCloseTo(0.157299207050285, 12);
  });

  it("finds nothing where all are equal, and cannot tell from one", () => {
    const same = { value: 0.3, standardError: 0.2 };
    expect(demand(testHeterogeneity([same, same, same])).pValue).toBeCloseTo(1, 12);
    expect(testHeterogeneity([same])).toHaveProperty("notEstimable");
    expect(() => testHeterogeneity([{ value: 0, standardError: 0 }])).toThrow(RangeError);
  });
});

describe("estimateTrend", () => {
  it("goes through two estimates", () => {
    const two = [1, 4].map((value) => ({ value, standardError: 1 }));
    const { value, standardError } = demand(estimateTrend([2020, 2022], two));
    expect(value).toBeCloseTo(1.5, 12);
    expect(standardError).toBeCloseTo(Math.SQRT2 / 2, 12);
  });

  it("turns with the direction of time", () => {
    fc.assert(
      fc.property(fc.array(one, { minLength: 2, maxLength: 8 }), (estimates) => {
        const at = estimates.map((_, i) => i);
        const forth = demand(estimateTrend(at, estimates));
        const back = demand(
          estimateTrend(
            at.map((place) => -place),
            estimates,
          ),
        );
        expect(back.value).toBeCloseTo(-forth.value, 9);
        expect(back.pValue).toBeCloseTo(forth.pValue, 9);
      }),
    );
  });

  it("is not estimable at one moment", () => {
    const two = [1, 4].map((value) => ({ value, standardError: 1 }));
    expect(estimateTrend([1, 1], two)).toHaveProperty("notEstimable");
    expect(() => estimateTrend([1], two)).toThrow(RangeError);
  });
});
