import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeClasses } from "../../src/recommendation/classes.ts";
import { estimateProportion } from "../../src/statistics/proportion.ts";
import { arbitraryDeals, demand } from "../statistics/deals.ts";

/** Deals of classes that are best first: won of deals, each class one point above the next. */
function dealsOf(counts: readonly (readonly [won: number, deals: number])[]) {
  const rows = counts.flatMap(([won, deals], k) =>
    Array.from({ length: deals }, (_, i) => ({ score: counts.length - k, won: i < won ? 1 : 0 })),
  );
  return {
    scores: Float64Array.from(rows, ({ score }) => score),
    outcomes: Uint8Array.from(rows, ({ won }) => won),
  };
}

describe("grades and bands as they are", () => {
  it("have their share of the deals and of those their win rate", () => {
    const { scores, outcomes } = dealsOf([
      [20, 30],
      [10, 70],
    ]);
    const { classes } = judgeClasses(scores, outcomes, [2]);
    expect(classes).toMatchObject([
      { deals: 30, won: 20 },
      { deals: 70, won: 10 },
    ]);
    expect(classes[1]!.winRate).toEqual(estimateProportion(10, 70));
    expect(classes[1]!.share).toEqual(estimateProportion(70, 100));
  });

  it("put a score equal to a cut on the better side", () => {
    const { classes } = judgeClasses(Float64Array.of(10, 9.9, 5, 4), new Uint8Array(4), [10, 5]);
    expect(classes.map(({ deals }) => deals)).toEqual([1, 2, 1]);
  });

  // prop.trend.test(c(83, 90, 129, 70), c(86, 93, 136, 82)) of R's documentation: X² = 8.2249,
  // p = .004132; the groups are in the order in which fewer smoke.
  it("have R's trend test of the smokers of Fleiss", () => {
    const { scores, outcomes } = dealsOf([
      [83, 86],
      [90, 93],
      [129, 136],
      [70, 82],
    ]);
    const { trend, steps, order } = judgeClasses(scores, outcomes, [4, 3, 2]);
    const { z, pValue } = demand(trend);
    expect(z).toBeGreaterThan(0);
    expect(z ** 2).toBeCloseTo(8.2249, 4);
    expect(pValue).toBeCloseTo(0.004132, 6);
    expect(demand(steps[0]!).value).toBeCloseTo(83 / 86 - 90 / 93, 12);
    // 83 of 86 are fewer than 90 of 93, by chance.
    expect(order).toBe("not-shown");
  });

  it("are ordered where each wins more often than the next, beyond chance", () => {
    const { scores, outcomes } = dealsOf([
      [20, 30],
      [12, 30],
      [5, 30],
    ]);
    expect(judgeClasses(scores, outcomes, [3, 2]).order).toBe("ordered");
    expect(
      judgeClasses(
        scores,
        Uint8Array.from(outcomes, (y) => 1 - y),
        [3, 2],
      ).order,
    ).toBe("broken");
  });

  it("are not shown to be ordered by a handful of deals", () => {
    const { scores, outcomes } = dealsOf([
      [2, 3],
      [1, 3],
    ]);
    expect(judgeClasses(scores, outcomes, [2]).order).toBe("not-shown");
  });

  it("have no win rate where they are empty, and no trend in one class or one outcome", () => {
    const { scores, outcomes } = dealsOf([[2, 3]]);
    const { classes, steps, trend } = judgeClasses(scores, outcomes, [50]);
    for (const none of [classes[0]!.winRate, steps[0], trend])
      expect(none).toHaveProperty("notEstimable");
    expect(judgeClasses(Float64Array.of(1, 2), Uint8Array.of(1, 1), [2]).trend).toHaveProperty(
      "notEstimable",
    );
  });

  it("hold all deals, and turn the trend round with the outcomes", () => {
    const history = arbitraryDeals(fc.integer({ min: 0, max: 9 }), { minLength: 1 });
    fc.assert(
      fc.property(history, ({ scores, outcomes }) => {
        const { classes, trend } = judgeClasses(scores, outcomes, [7, 4, 1]);
        expect(classes.reduce((sum, { deals }) => sum + deals, 0)).toBe(scores.length);
        const lost = judgeClasses(
          scores,
          Uint8Array.from(outcomes, (y) => 1 - y),
          [7, 4, 1],
        );
        if ("notEstimable" in trend) expect(lost.trend).toEqual(trend);
        else expect(demand(lost.trend).z).toBeCloseTo(-trend.z, 9);
      }),
    );
  });

  it("refuse cuts that do not fall", () => {
    expect(() => judgeClasses(Float64Array.of(1), Uint8Array.of(1), [3, 3])).toThrow(RangeError);
  });
});
