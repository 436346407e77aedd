import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareProportions, estimateProportion } from "../../src/statistics/proportion.ts";
import oracle from "../oracles/proportions_tests.json" with { type: "json" };
import { demand, differ } from "./deals.ts";

const count = fc
  .tuple(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([n, rate]) => ({ successes: Math.round(n * rate), n }));

describe("estimateProportion", () => {
  it.each(oracle.intervals.filter(({ level }) => level === 0.95))(
    "gives statsmodels' Wilson interval of $k in $n",
    ({ k, n, wilson }) => {
      const { value, low, high } = demand(estimateProportion(k, n));
      expect(value).toBe(k / n);
      expect(differ(low, wilson[0]!)).toBeLessThan(1e-14);
      expect(differ(high, wilson[1]!)).toBeLessThan(1e-14);
    },
  );

  it("keeps the digits of the lower bound of a rare success", () => {
    // Statsmodels subtracts two nearly equal numbers here, and still has 11 digits.
    const { low } = demand(estimateProportion(3, 100_000));
    expect(low / 1.0202758544517341e-5).toBeCloseTo(1, 10);
  });

  it("lies in [0, 1], around the proportion, and mirrors successes and failures", () => {
    fc.assert(
      fc.property(count, ({ successes, n }) => {
        const { value, low, high } = demand(estimateProportion(successes, n));
        const mirrored = demand(estimateProportion(n - successes, n));
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
        expect(high).toBeLessThanOrEqual(1);
        expect(mirrored.low).toBeCloseTo(1 - high, 13);
        expect(mirrored.high).toBeCloseTo(1 - low, 13);
      }),
    );
  });

  it("bounds the proportions that a score test would not reject", () => {
    fc.assert(
      fc.property(count, ({ successes, n }) => {
        const { value, low, high } = demand(estimateProportion(successes, n));
        for (const bound of [low, high].filter((p) => p > 0 && p < 1)) {
          const z = (value - bound) / Math.sqrt((bound * (1 - bound)) / n);
          expect(Math.abs(z)).toBeCloseTo(1.959963984540054, 6);
        }
      }),
    );
  });

  it("touches 0 when there is no success, and 1 when there is no failure", () => {
    expect(estimateProportion(0, 10)).toMatchObject({ value: 0, low: 0, n: 10 });
    expect(estimateProportion(10, 10)).toMatchObject({ value: 1, high: 1, n: 10 });
  });

  it("is not estimable from nothing", () => {
    expect(estimateProportion(0, 0)).toHaveProperty("notEstimable");
  });

  it("refuses counts that cannot be", () => {
    for (const [k, n] of [
      [-1, 2],
      [3, 2],
      [NaN, 2],
      [0, NaN],
      [0, Infinity],
    ] as const) {
      expect(() => estimateProportion(k, n)).toThrow(RangeError);
    }
  });
});

describe("compareProportions", () => {
  it.each(oracle.two_proportions)(
    "gives statsmodels' Newcombe interval and score test of $k1/$n1 against $k2/$n2",
    (expected) => {
      const difference = demand(
        compareProportions(
          { successes: expected.k1, n: expected.n1 },
          { successes: expected.k2, n: expected.n2 },
        ),
      );
      expect(differ(difference.low, expected.diff_newcomb[0]!)).toBeLessThan(1e-13);
      expect(differ(difference.high, expected.diff_newcomb[1]!)).toBeLessThan(1e-13);
      expect(differ(difference.z, expected.score_z)).toBeLessThan(1e-12);
      expect(differ(difference.pValue, expected.score_p)).toBeLessThan(1e-12);
    },
  );

  it("changes sign when the proportions change places, and stays in [−1, 1]", () => {
    fc.assert(
      fc.property(count, count, (a, b) => {
        const ab = demand(compareProportions(a, b));
        const ba = demand(compareProportions(b, a));
        expect(ba.value).toBeCloseTo(-ab.value, 15);
        expect(ba.low).toBeCloseTo(-ab.high, 14);
        expect(ba.high).toBeCloseTo(-ab.low, 14);
        expect(ba.pValue).toBeCloseTo(ab.pValue, 12);
        expect(ab.low).toBeGreaterThanOrEqual(-1);
        expect(ab.high).toBeLessThanOrEqual(1);
        expect(ab.low).toBeLessThanOrEqual(ab.value);
        expect(ab.high).toBeGreaterThanOrEqual(ab.value);
      }),
    );
  });

  it("finds no difference between two that never and two that always succeed", () => {
    for (const successes of [0, 5]) {
      const difference = compareProportions({ successes, n: 5 }, { successes, n: 5 });
      expect(difference).toMatchObject({ value: 0, z: 0, pValue: 1 });
    }
  });

  it("is not estimable when one side has no deals", () => {
    const none = { successes: 0, n: 0 };
    const some = { successes: 1, n: 2 };
    expect(compareProportions(none, some)).toHaveProperty("notEstimable");
    expect(compareProportions(some, none)).toHaveProperty("notEstimable");
  });
});
