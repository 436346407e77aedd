import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareAucs, estimateAuc } from "../../src/statistics/auc.ts";
import { isEstimated } from "../../src/statistics/estimate.ts";
import { compareSampledAucs, estimateSampledAuc } from "../../src/statistics/sampled-auc.ts";
import oracle from "../oracles/auc_delong.json" with { type: "json" };
import { arbitraryDeals, demand, differ, points } from "./deals.ts";

const deals = arbitraryDeals(points, { minLength: 6 }).filter(({ scores, outcomes }) =>
  isEstimated(estimateAuc(scores, outcomes)),
);

describe("compareSampledAucs", () => {
  it.each(Object.entries(oracle.outputs))("gives pROC's paired test for %s", (_, example) => {
    const { inputs, pROC } = example;
    const difference = demand(
      compareSampledAucs(
        Float64Array.from(inputs.score_b),
        Float64Array.from(inputs.score_a),
        Uint8Array.from(inputs.y),
      ),
    );
    const [z, p, low, high] = pROC.paired.z_p_cilo_cihi;
    expect(differ(difference.z, z!)).toBeLessThan(1e-11);
    expect(differ(difference.pValue, p!)).toBeLessThan(1e-11);
    expect(differ(difference.low, low!)).toBeLessThan(1e-11);
    expect(differ(difference.high, high!)).toBeLessThan(1e-11);
  });

  it("counts a deal of weight k as k deals", () => {
    fc.assert(
      fc.property(deals, fc.integer({ min: 1, max: 3 }), ({ scores, outcomes }, k) => {
        const other = scores.map((score, i) => score + (i % 4));
        const weights = scores.map((_, i) => (i % 2 === 0 ? k : 1));
        const rows = [...scores.keys()].flatMap((i) =>
          Array.from({ length: weights[i]! }, () => i),
        );
        const take = (values: Float64Array) => Float64Array.from(rows, (i) => values[i]!);
        const once = compareSampledAucs(scores, other, outcomes, {
          weights,
          clusters: Uint32Array.from(scores.keys()),
        });
        const repeated = compareSampledAucs(
          take(scores),
          take(other),
          Uint8Array.from(rows, (i) => outcomes[i]!),
          { clusters: Uint32Array.from(rows) },
        );
        if (!isEstimated(once) || !isEstimated(repeated)) return;
        expect(once.value).toBeCloseTo(repeated.value, 12);
        expect(once.standardError).toBeCloseTo(repeated.standardError, 12);
      }),
    );
  });

  it("has the paired value of compareAucs with clusters, and none without spread", () => {
    fc.assert(
      fc.property(deals, ({ scores, outcomes }) => {
        const clusters = Uint32Array.from(scores.keys(), (i) => i >> 1);
        const alike = compareSampledAucs(scores, scores.map(Math.atan), outcomes, { clusters });
        expect(alike).toMatchObject({ value: 0, standardError: 0, z: 0, pValue: 1 });
        const other = scores.map((score, i) => score * (i % 3));
        const difference = compareSampledAucs(scores, other, outcomes, { clusters });
        const plain = compareAucs(other, scores, outcomes);
        if (isEstimated(difference) && isEstimated(plain)) {
          expect(difference.value).toBeCloseTo(plain.value, 12);
        }
      }),
    );
  });

  it("does not let deals of weight 0 count", () => {
    const scores = Float64Array.of(1, 2, 3, 4, 9, -9);
    const outcomes = Uint8Array.of(0, 1, 0, 1, 0, 1);
    const weights = Float64Array.of(1, 1, 1, 1, 0, 0);
    const kept = demand(estimateSampledAuc(scores, outcomes, { weights }));
    const plain = demand(estimateAuc(scores.subarray(0, 4), outcomes.subarray(0, 4)));
    expect(kept.value).toBeCloseTo(plain.value, 14);
    expect(kept.standardError).toBeCloseTo(plain.standardError, 12);
  });

  it("is not estimable from one account or one deal of a class", () => {
    const scores = Float64Array.of(1, 2, 3, 4);
    const outcomes = Uint8Array.of(0, 1, 0, 1);
    expect(estimateSampledAuc(scores, outcomes, { clusters: new Uint32Array(4) })).toHaveProperty(
      "notEstimable",
    );
    expect(
      estimateSampledAuc(scores, outcomes, { weights: Float64Array.of(1, 0, 1, 1) }),
    ).toHaveProperty("notEstimable");
  });
});
