import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEstimated } from "../../src/statistics/estimate.ts";
import { estimateAlpha, type Scale } from "../../src/statistics/krippendorff.ts";
import { createRandom } from "../../src/statistics/random.ts";
import oracle from "../oracles/agreement.json" with { type: "json" };
import { demand, differ } from "./deals.ts";

/** Ratings by rater, 1 and up with gaps, as ratings by thing, 0 and up. */
function byThing(byRater: readonly (readonly (number | null)[])[]): number[][] {
  return byRater[0]!.map((_, thing) =>
    byRater.map((row) => row[thing] ?? null).flatMap((one) => (one === null ? [] : [one - 1])),
  );
}

const estimate = (
  ratings: readonly (readonly number[])[],
  scale: Scale,
  categories = 5,
  seed = 1,
) => estimateAlpha({ ratings, categories, scale, random: createRandom(seed), replicates: 60 });

const anyRatings = fc.array(fc.array(fc.nat(3), { maxLength: 5 }), { minLength: 1, maxLength: 20 });

describe("Krippendorff's alpha", () => {
  const published = byThing(oracle.krippendorff.ratings_by_rater);

  it("gives nltk's nominal figure, missing ratings left out", () => {
    const alpha = demand(estimate(published, "nominal"));
    expect(differ(alpha.value, oracle.krippendorff.nltk_nominal)).toBeLessThan(1e-12);
    expect(alpha).toMatchObject({ units: 11, ratings: 40 });
  });

  it("gives Krippendorff's published ordinal figure", () => {
    const alpha = demand(estimate(published, "ordinal"));
    expect(alpha.value).toBeCloseTo(0.815, 3);
    expect(differ(alpha.value, oracle.krippendorff.ordinal_own)).toBeLessThan(1e-12);
  });

  it("is statsmodels' Fleiss kappa where all rated all, but for the correction of small samples", () => {
    const { table, kappa } = oracle.fleiss;
    const ratings = table.map((row) => row.flatMap((n, k) => Array<number>(n).fill(k)));
    const n = ratings.flat().length;
    // 1 − α = (1 − κ)(n − 1)/n
    const alpha = demand(estimate(ratings, "nominal"));
    expect(differ(alpha.value, 1 - ((1 - kappa) * (n - 1)) / n)).toBeLessThan(1e-12);
  });

  it("weighs two categories alike on either scale", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(1), { maxLength: 4 }), { minLength: 2 }), (ratings) => {
        const nominal = estimate(ratings, "nominal", 2);
        const ordinal = estimate(ratings, "ordinal", 2);
        if (!isEstimated(nominal)) {
          expect(ordinal).toEqual(nominal);
          return;
        }
        expect(demand(ordinal).value).toBeCloseTo(nominal.value, 10);
      }),
    );
  });

  it("does not ask who rated, and on the ordinal scale not from which end", () => {
    fc.assert(
      fc.property(anyRatings, fc.constantFrom<Scale>("nominal", "ordinal"), (ratings, scale) => {
        const alpha = estimate(ratings, scale, 4);
        const turned = ratings.map((of) => of.map((one) => 3 - one).toReversed());
        const other = estimate(turned, scale, 4);
        if (!isEstimated(alpha)) {
          expect(other).toEqual(alpha);
          return;
        }
        expect(demand(other).value).toBeCloseTo(alpha.value, 10);
        expect(demand(other).low).toBeCloseTo(alpha.low, 10);
      }),
    );
  });

  it("is at most 1, and 1 only where all agree", () => {
    fc.assert(
      fc.property(anyRatings, (ratings) => {
        const alpha = estimate(ratings, "nominal", 4);
        if (!isEstimated(alpha)) return;
        const agree = ratings.every((of) => new Set(of).size <= 1);
        expect(alpha.value === 1).toBe(agree);
        expect(alpha.value).toBeLessThanOrEqual(1);
        expect(alpha.low).toBeLessThanOrEqual(alpha.high);
      }),
    );
  });

  it("ranks a near miss above a far one on the ordinal scale alone", () => {
    const spread = [
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ];
    const near = [...spread, [0, 1]];
    const far = [...spread, [0, 3]];
    const value = (ratings: number[][], scale: Scale) => demand(estimate(ratings, scale, 4)).value;
    expect(value(near, "nominal")).toBeCloseTo(value(far, "nominal"), 2);
    expect(value(near, "ordinal")).toBeGreaterThan(value(far, "ordinal") + 0.3);
  });

  it("has an interval that holds the truth in 95 of 100 samples, as far as 300 can tell", () => {
    // Two raters copy a fair coin with probability .7 each, else toss their own: α = .49.
    let held = 0;
    for (let seed = 0; seed < 300; seed++) {
      const random = createRandom(seed);
      const toss = () => Number(random() < 0.5);
      const ratings = Array.from({ length: 120 }, () => {
        const coin = toss();
        return [0, 1].map(() => (random() < 0.7 ? coin : toss()));
      });
      const { low, high } = demand(
        estimateAlpha({ ratings, categories: 2, scale: "nominal", random, replicates: 200 }),
      );
      held += Number(low <= 0.49 && 0.49 <= high);
    }
    expect(held).toBeGreaterThan(273);
    expect(held).toBeLessThan(297);
  });

  it("says why there is nothing to tell", () => {
    expect(estimate([[0], [1]], "nominal")).toEqual({ notEstimable: "nothing was rated twice" });
    expect(estimate([[1, 1]], "nominal")).toEqual({ notEstimable: "all ratings are the same" });
    const rare = [[0, 1], ...Array.from({ length: 400 }, () => [])];
    expect(demand(estimate(rare, "nominal")).value).toBe(0);
    const hardly = [
      [0, 0, 0, 1],
      [1, 1],
      [1, 1],
    ].map((of) => of.map((one) => one * 2));
    expect(isEstimated(estimate(hardly, "nominal"))).toBe(true);
  });

  it("refuses a rating that is no category", () => {
    expect(() => estimate([[0, 5]], "nominal")).toThrow(RangeError);
    expect(() => estimate([[0, 0.5]], "nominal")).toThrow(RangeError);
  });
});
