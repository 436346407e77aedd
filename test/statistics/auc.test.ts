import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareAucs, estimateAuc, rankMid } from "../../src/statistics/auc.ts";
import { isEstimated } from "../../src/statistics/estimate.ts";
import oracle from "../oracles/auc_delong.json" with { type: "json" };
import { arbitraryDeals, demand, differ, points } from "./deals.ts";

const cases = Object.entries(oracle.outputs).map(([name, { inputs, pROC }]) => ({
  name,
  scoresA: Float64Array.from(inputs.score_a),
  scoresB: Float64Array.from(inputs.score_b),
  outcomes: Uint8Array.from(inputs.y),
  pROC,
}));

const deals = arbitraryDeals(points, { minLength: 6 });
const estimableDeals = deals.filter(({ scores, outcomes }) =>
  isEstimated(estimateAuc(scores, outcomes)),
);

describe("estimateAuc", () => {
  it.each(cases)("gives pROC's AUC, variance and interval for $name", (example) => {
    const arms = [example.scoresA, example.scoresB];
    arms.forEach((scores, arm) => {
      const auc = demand(estimateAuc(scores, example.outcomes));
      const [low, , high] = example.pROC.ci95_a_lo_mid_hi_b_lo_mid_hi.slice(3 * arm);
      expect(differ(auc.value, example.pROC.auc[arm]!)).toBeLessThan(1e-13);
      expect(differ(auc.standardError ** 2, example.pROC.var_a_var_b_cov[arm]!)).toBeLessThan(
        1e-13,
      );
      expect(differ(auc.low, low!)).toBeLessThan(1e-13);
      expect(differ(auc.high, high!)).toBeLessThan(1e-13);
    });
  });

  it("counts the pairs that are ranked right, ties half", () => {
    // Won 3, 2 against lost 2, 1: right, right, level, right.
    const auc = estimateAuc(Float64Array.of(3, 2, 2, 1), Uint8Array.of(1, 1, 0, 0));
    // Placements 1, ¾ of the won and ¾, 1 of the lost: both variances 1/32, of the means 1/64.
    expect(auc).toMatchObject({ value: 7 / 8, standardError: Math.sqrt(1 / 32), high: 1 });
  });

  it("stays exactly the same when scores are replaced by a rising function of them", () => {
    fc.assert(
      fc.property(estimableDeals, ({ scores, outcomes }) => {
        const auc = estimateAuc(scores, outcomes);
        expect(estimateAuc(scores.map(Math.atan), outcomes)).toEqual(auc);
        expect(estimateAuc(rankMid(scores), outcomes)).toEqual(auc);
      }),
    );
  });

  it("turns into its complement when outcomes change sides, and when scores change sign", () => {
    fc.assert(
      fc.property(estimableDeals, ({ scores, outcomes }) => {
        const auc = demand(estimateAuc(scores, outcomes));
        const flipped = outcomes.map((outcome) => 1 - outcome);
        const negated = scores.map((score) => -score);
        for (const other of [estimateAuc(scores, flipped), estimateAuc(negated, outcomes)]) {
          const { value, standardError } = demand(other);
          expect(value).toBeCloseTo(1 - auc.value, 13);
          expect(standardError).toBeCloseTo(auc.standardError, 13);
        }
      }),
    );
  });

  it("does not depend on the order of the deals", () => {
    fc.assert(
      fc.property(estimableDeals, ({ scores, outcomes }) => {
        const auc = demand(estimateAuc(scores, outcomes));
        const reversed = demand(estimateAuc(scores.toReversed(), outcomes.toReversed()));
        expect(reversed.value).toBeCloseTo(auc.value, 13);
        expect(reversed.standardError).toBeCloseTo(auc.standardError, 13);
      }),
    );
  });

  it("agrees with counting every pair", () => {
    fc.assert(
      fc.property(estimableDeals, ({ scores, outcomes }) => {
        const wins = scores.filter((_, i) => outcomes[i] === 1);
        const losses = scores.filter((_, i) => outcomes[i] === 0);
        let right = 0;
        for (const win of wins) {
          for (const loss of losses) right += win > loss ? 1 : win === loss ? 0.5 : 0;
        }
        const { value } = demand(estimateAuc(scores, outcomes));
        expect(value).toBeCloseTo(right / (wins.length * losses.length), 13);
      }),
    );
  });

  it("takes infinite scores as the highest and the lowest", () => {
    const outcomes = Uint8Array.of(1, 1, 0, 0);
    const infinite = estimateAuc(Float64Array.of(Infinity, 0, 1, -Infinity), outcomes);
    expect(infinite).toEqual(estimateAuc(Float64Array.of(9, 0, 1, -9), outcomes));
  });

  it("is not estimable from a class of one deal", () => {
    const scores = Float64Array.of(1, 2, 3, 4);
    for (const outcomes of [Uint8Array.of(1, 0, 0, 0), Uint8Array.of(1, 1, 1, 0)]) {
      expect(estimateAuc(scores, outcomes)).toHaveProperty("notEstimable");
    }
    expect(estimateAuc(new Float64Array(), new Uint8Array())).toHaveProperty("notEstimable");
  });

  it("refuses unequal lengths, NaN, and outcomes other than 0 and 1", () => {
    const outcomes = Uint8Array.of(0, 1);
    expect(() => estimateAuc(Float64Array.of(1), outcomes)).toThrow(RangeError);
    expect(() => estimateAuc(Float64Array.of(1, NaN), outcomes)).toThrow(RangeError);
    expect(() => estimateAuc(Float64Array.of(1, 2), Uint8Array.of(0, 2))).toThrow(RangeError);
  });
});

describe("compareAucs", () => {
  it.each(cases)("gives pROC's paired test and interval for $name", (example) => {
    const difference = demand(compareAucs(example.scoresA, example.scoresB, example.outcomes));
    const [z, p, low, high] = example.pROC.paired.z_p_cilo_cihi;
    expect(differ(difference.z, z!)).toBeLessThan(1e-12);
    expect(differ(difference.pValue, p!)).toBeLessThan(1e-12);
    expect(differ(difference.low, low!)).toBeLessThan(1e-12);
    expect(differ(difference.high, high!)).toBeLessThan(1e-12);
  });

  it("finds exactly no difference between scores that rank alike", () => {
    fc.assert(
      fc.property(estimableDeals, ({ scores, outcomes }) => {
        const difference = compareAucs(scores, scores.map(Math.tanh), outcomes);
        expect(difference).toEqual({
          value: 0,
          low: 0,
          high: 0,
          standardError: 0,
          z: 0,
          pValue: 1,
        });
      }),
    );
  });

  it("changes sign when the arms change places", () => {
    fc.assert(
      fc.property(estimableDeals, fc.infiniteStream(points), ({ scores, outcomes }, stream) => {
        const other = Float64Array.from(stream.take(scores.length));
        const ab = compareAucs(scores, other, outcomes);
        const ba = compareAucs(other, scores, outcomes);
        if (!isEstimated(ab)) {
          expect(ba).toEqual(ab);
          return;
        }
        expect(ba).toEqual({
          value: 0 - ab.value,
          low: 0 - ab.high,
          high: 0 - ab.low,
          standardError: ab.standardError,
          z: 0 - ab.z,
          pValue: ab.pValue,
        });
      }),
    );
  });

  it("is not estimable where the difference has no spread to judge it by", () => {
    const outcomes = Uint8Array.of(1, 1, 0, 0);
    const perfect = Float64Array.of(4, 3, 2, 1);
    const constant = Float64Array.of(0, 0, 0, 0);
    expect(compareAucs(perfect, constant, outcomes)).toHaveProperty("notEstimable");
  });
});

describe("rankMid", () => {
  it("shares the mean rank among equal values", () => {
    expect([...rankMid(Float64Array.of(10, 20, 10, 5, 20, 20))]).toEqual([2.5, 5, 2.5, 1, 5, 5]);
  });

  it("gives ranks that sum to n(n + 1)/2", () => {
    fc.assert(
      fc.property(deals, ({ scores }) => {
        const n = scores.length;
        expect(rankMid(scores).reduce((sum, rank) => sum + rank, 0)).toBe((n * (n + 1)) / 2);
      }),
    );
  });

  it("refuses NaN", () => {
    expect(() => rankMid(Float64Array.of(NaN))).toThrow(RangeError);
  });
});
