import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  adjustForCovariate,
  compareAdjustedRelatively,
  compareMeans,
  compareMeansRelatively,
} from "../../src/statistics/mean-difference.ts";
import {
  type JointMoments,
  jointMomentsOf,
  momentsOf,
  momentsOfCount,
} from "../../src/statistics/moments.ts";
import { createRandom, drawNormal } from "../../src/statistics/random.ts";
import oracle from "../oracles/ab_growthbook.json" with { type: "json" };
import { demand } from "./deals.ts";

const cases = oracle.proportions.flatMap(({ sum_a, n_a, sum_b, n_b, results }) =>
  results
    .filter((result) => result.kind.endsWith("two_sided") || result.kind === "two_sided_t")
    .map((result) => ({ sum_a, n_a, sum_b, n_b, ...result })),
);

describe("compareMeans and compareMeansRelatively", () => {
  it.each(cases)(
    "give GrowthBook's $kind of $sum_b/$n_b against $sum_a/$n_a, $diff, tuned to $tuning",
    (expected) => {
      const first = momentsOfCount({ successes: expected.sum_a, n: expected.n_a });
      const second = momentsOfCount({ successes: expected.sum_b, n: expected.n_b });
      const compare = expected.diff === "relative" ? compareMeansRelatively : compareMeans;
      const difference = demand(compare(first, second, { tunedTo: expected.tuning ?? 5000 }));
      const { low, high, pValue } = expected.tuning ? difference.anytime : difference.fixed;
      expect(difference.value).toBeCloseTo(expected.expected, 14);
      expect(difference.standardError).toBeCloseTo(expected.se!, 14);
      // scipy's t quantile has some nine digits at few degrees of freedom.
      expect(low).toBeCloseTo(expected.ci![0]!, 9);
      expect(high).toBeCloseTo(expected.ci![1]!, 9);
      expect(pValue).toBeCloseTo(expected.p!, 12);
      if (expected.p! > 0) expect(pValue / expected.p!).toBeCloseTo(1, 10);
    },
  );

  it("hold the sequence wider than the interval of one look", () => {
    const n = fc.integer({ min: 30, max: 5000 });
    const rate = fc.double({ min: 0.05, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(n, n, rate, rate, (a, b, p, q) => {
        const first = { n: a, mean: p, variance: p * (1 - p) };
        const second = { n: b, mean: q, variance: q * (1 - q) };
        const { value, fixed, anytime } = demand(compareMeans(first, second, { tunedTo: 1000 }));
        expect(anytime.high - value).toBeGreaterThan(fixed.high - value);
        // p < .05 exactly where the interval leaves out 0.
        expect(anytime.pValue < 0.05).toBe(anytime.low > 0 || anytime.high < 0);
        expect(fixed.pValue < 0.05).toBe(fixed.low > 0 || fixed.high < 0);
      }),
    );
  });

  it("change sign when the arms change places", () => {
    const [a, b] = [
      momentsOfCount({ successes: 30, n: 200 }),
      momentsOfCount({ successes: 44, n: 180 }),
    ];
    const ab = demand(compareMeans(a, b, { tunedTo: 500 }));
    const ba = demand(compareMeans(b, a, { tunedTo: 500 }));
    expect(ba.value).toBe(-ab.value);
    expect(ba.anytime.low).toBeCloseTo(-ab.anytime.high, 15);
    expect(ba.fixed.pValue).toBe(ab.fixed.pValue);
  });

  it("are not estimable from an arm of one unit, without spread, or on almost nothing", () => {
    const none = momentsOfCount({ successes: 0, n: 50 });
    const some = momentsOfCount({ successes: 20, n: 50 });
    const settings = { tunedTo: 100 };
    expect(compareMeans(momentsOfCount({ successes: 1, n: 1 }), some, settings)).toHaveProperty(
      "notEstimable",
    );
    expect(compareMeans(none, none, settings)).toHaveProperty("notEstimable");
    expect(compareMeansRelatively(none, some, settings)).toHaveProperty("notEstimable");
    const rare = momentsOfCount({ successes: 4, n: 500 });
    expect(compareMeansRelatively(rare, some, settings)).toHaveProperty("notEstimable");
  });
});

const { input, theta, two_sided, sequential } = oracle.cuped;

function jointOf(n: number, [y, yy]: number[], [x, xx]: number[], cross: number): JointMoments {
  const spread = (squares: number, a: number, b: number) => (squares - (a * b) / n) / (n - 1);
  return {
    n,
    mean: y! / n,
    variance: spread(yy!, y!, y!),
    covariate: { mean: x! / n, variance: spread(xx!, x!, x!) },
    covariance: spread(cross, x!, y!),
  };
}

describe("adjustForCovariate", () => {
  const first = jointOf(input.n_a, input.post_a, input.pre_a, input.cross);
  const second = jointOf(input.n_b, input.post_b, input.pre_b, input.cross);

  it("gives GrowthBook's theta, and its relative lift with standard error and intervals", () => {
    expect(adjustForCovariate(first, second).theta).toBeCloseTo(theta, 14);
    const lift = demand(compareAdjustedRelatively(first, second, { tunedTo: 5000 }));
    expect(lift.value).toBeCloseTo(two_sided.expected, 13);
    expect(lift.standardError).toBeCloseTo(two_sided.se, 13);
    expect(lift.fixed.low).toBeCloseTo(two_sided.ci[0]!, 12);
    expect(lift.fixed.high).toBeCloseTo(two_sided.ci[1]!, 12);
    expect(lift.fixed.pValue).toBeCloseTo(two_sided.p, 12);
    expect(lift.anytime.low).toBeCloseTo(sequential.ci[0]!, 12);
    expect(lift.anytime.high).toBeCloseTo(sequential.ci[1]!, 12);
    expect(lift.anytime.pValue).toBe(sequential.p);
  });

  it("leaves a difference that the covariate cannot foretell, with less spread", () => {
    const random = createRandom(8);
    const arm = (shift: number) => {
      const x = Float64Array.from({ length: 4000 }, () => drawNormal(random));
      const y = x.map((xi) => shift + 2 * xi + drawNormal(random));
      return jointMomentsOf(y, x);
    };
    const [a, b] = [arm(0), arm(0.3)];
    const adjusted = adjustForCovariate(a, b);
    expect(adjusted.theta).toBeCloseTo(2, 1);
    expect(adjusted.explained).toBeCloseTo(0.8, 1);
    const settings = { tunedTo: 8000 };
    const plain = demand(compareMeans(a, b, settings));
    const sharp = demand(compareMeans(adjusted.first, adjusted.second, settings));
    expect(sharp.standardError / plain.standardError).toBeCloseTo(Math.sqrt(1 / 5), 1);
    expect(Math.abs(sharp.value - 0.3)).toBeLessThan(4 * sharp.standardError);
  });

  it("takes nothing off for a covariate that does not vary", () => {
    const y = Float64Array.of(0, 1, 1, 0);
    const flat = jointMomentsOf(y, new Float64Array(4));
    const { first, theta, explained } = adjustForCovariate(flat, flat);
    expect({ theta, explained }).toEqual({ theta: 0, explained: 0 });
    expect(first).toEqual(momentsOf(y));
  });
});

describe("moments", () => {
  it("are those of the numbers", () => {
    expect(jointMomentsOf(Float64Array.of(1, 2, 6), Float64Array.of(0, 0, 3))).toEqual({
      n: 3,
      mean: 3,
      variance: 7,
      covariate: { mean: 1, variance: 3 },
      covariance: 4.5,
    });
    expect(momentsOfCount({ successes: 1, n: 4 })).toEqual({ n: 4, mean: 0.25, variance: 0.1875 });
  });

  it("refuse too few values, unequal lengths and what is not finite", () => {
    expect(() => momentsOf(Float64Array.of(1))).toThrow(RangeError);
    expect(() => momentsOf(Float64Array.of(1, Infinity))).toThrow(RangeError);
    expect(() => jointMomentsOf(Float64Array.of(1, 2), Float64Array.of(1))).toThrow(RangeError);
    expect(() => momentsOfCount({ successes: 2, n: 1 })).toThrow(RangeError);
  });
});
