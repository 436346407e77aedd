import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adviseClasses, judgeClasses } from "../../src/recommendation/classes.ts";
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

describe("cut-points for a wanted split", () => {
  it("give a tenth, a fifth, three tenths and the rest where scores allow", () => {
    const scores = Float64Array.from({ length: 100 }, (_, i) => i);
    const outcomes = Uint8Array.from(scores, (score) => (score >= 60 ? 1 : 0));
    const { cuts, classes } = demand(adviseClasses(scores, outcomes, [0.1, 0.2, 0.3, 0.4]));
    expect(cuts).toEqual([90, 70, 40]);
    expect(classes.map(({ deals, won }) => [deals, won])).toEqual([
      [10, 10],
      [20, 20],
      [30, 10],
      [40, 0],
    ]);
    expect(classes[2]!.winRate).toEqual(estimateProportion(10, 30));
    expect(classes[2]!.share).toEqual(estimateProportion(30, 100));
  });

  it("leave no class empty where most deals are level", () => {
    const scores = Float64Array.of(9, 8, 7, ...Array.from({ length: 97 }, () => 6));
    const { cuts } = demand(adviseClasses(scores, new Uint8Array(100), [0.1, 0.2, 0.3, 0.4]));
    expect(cuts).toEqual([9, 8, 7]);
  });

  it("cannot be told from fewer whole scores than classes", () => {
    expect(
      adviseClasses(Float64Array.of(1.2, 1.8, 2), Uint8Array.of(0, 1, 1), [0.3, 0.3, 0.4]),
    ).toEqual({
      notEstimable: "The scores take only 2 whole values, too few for 3 classes.",
    });
  });

  it("are as near to the split as any whole cuts that leave no class empty", () => {
    const history = arbitraryDeals(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 30 });
    const share = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(history, fc.tuple(share, share, share), ({ scores, outcomes }, parts) => {
        const total = parts.reduce((sum, part) => sum + part, 0);
        const shares = parts.map((part) => part / total);
        const miss = (cuts: readonly number[]) =>
          cuts.reduce((sum, cut, k) => {
            const wanted = shares.slice(0, k + 1).reduce((a, b) => a + b, 0);
            return (
              sum + Math.abs(scores.filter((score) => score >= cut).length / scores.length - wanted)
            );
          }, 0);
        const isFull = (cuts: readonly number[]) =>
          judgeClasses(scores, outcomes, cuts).classes.every(({ deals }) => deals > 0);
        const pairs = Array.from({ length: 100 }, (_, k) => [Math.floor(k / 10), k % 10]);
        const best = pairs
          .filter(([a, b]) => a! > b! && isFull([a!, b!]))
          .reduce((least, pair) => Math.min(least, miss(pair)), Infinity);
        const advice = adviseClasses(scores, outcomes, shares);
        if ("notEstimable" in advice) expect(best).toBe(Infinity);
        else {
          expect(isFull(advice.cuts)).toBe(true);
          expect(miss(advice.cuts)).toBeCloseTo(best, 12);
        }
      }),
    );
  });

  it("refuse shares that are no split", () => {
    const one = [Float64Array.of(1), Uint8Array.of(1)] as const;
    for (const shares of [[1], [0.5, 0.6], [1.5, -0.5]])
      expect(() => adviseClasses(...one, shares)).toThrow(RangeError);
  });
});

describe("grades and bands as they are", () => {
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
