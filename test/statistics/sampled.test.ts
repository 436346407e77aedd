import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateMean } from "../../src/statistics/log-loss.ts";
import { createRandom, drawNormal } from "../../src/statistics/random.ts";
import { estimateRecalibration } from "../../src/statistics/recalibration.ts";
import {
  countEffective,
  estimateSampledMean,
  numberClusters,
} from "../../src/statistics/sampled.ts";
import { fitSampledLogistic } from "../../src/statistics/sampled-logistic.ts";
import { recalibrateSampled } from "../../src/statistics/sampled-recalibration.ts";
import { estimateSampledSlope } from "../../src/statistics/sampled-slope.ts";
import calibration from "../oracles/calibration.json" with { type: "json" };
import { demand } from "./deals.ts";

const values = fc
  .array(fc.integer({ min: -20, max: 20 }), { minLength: 3, maxLength: 40 })
  .map((list) => Float64Array.from(list));

describe("estimateSampledMean", () => {
  it("is the plain mean and its interval where deals stand alone", () => {
    fc.assert(
      fc.property(values, (values) => {
        const plain = demand(estimateMean(values));
        const sampled = demand(estimateSampledMean(values));
        for (const name of ["value", "low", "high", "standardError"] as const) {
          expect(sampled[name]).toBeCloseTo(plain[name], 10);
        }
      }),
    );
  });

  it("counts a deal of weight k as k deals of one account", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 4 }), (values, k) => {
        const weights = values.map((_, i) => (i % 2 === 0 ? k : 1));
        const names = [...values].flatMap((_, i) => Array.from({ length: weights[i]! }, () => i));
        const repeated = Float64Array.from(names, (i) => values[i]!);
        const each = Uint32Array.from(values.keys());
        const weighted = demand(estimateSampledMean(values, { weights, clusters: each }));
        const clustered = demand(
          estimateSampledMean(repeated, { clusters: Uint32Array.from(names) }),
        );
        expect(weighted.value).toBeCloseTo(clustered.value, 10);
        expect(weighted.standardError).toBeCloseTo(clustered.standardError, 10);
        expect(clustered.draws).toBe(values.length);
      }),
    );
  });

  it("says by hand what two accounts say", () => {
    // Mean 2; account sums of deviations −2 and 2, ÷ 4; V = 2/1 · (¼ + ¼)
    const four = Float64Array.of(1, 1, 2, 4);
    const { value, standardError } = demand(
      estimateSampledMean(four, { clusters: Uint32Array.of(0, 0, 1, 1) }),
    );
    expect(value).toBe(2);
    expect(standardError).toBeCloseTo(1, 14);
  });

  it("is not estimable from one account, and refuses bad weights", () => {
    const two = Float64Array.of(1, 2);
    expect(estimateSampledMean(two, { clusters: Uint32Array.of(3, 3) })).toHaveProperty(
      "notEstimable",
    );
    expect(estimateSampledMean(two, { weights: Float64Array.of(1, 0) })).toHaveProperty(
      "notEstimable",
    );
    expect(() => estimateSampledMean(two, { weights: Float64Array.of(1, -1) })).toThrow(RangeError);
    expect(() => estimateSampledMean(two, { weights: Float64Array.of(1) })).toThrow(RangeError);
    expect(() => estimateSampledMean(Float64Array.of(NaN, 1))).toThrow(RangeError);
  });
});

describe("countEffective", () => {
  it("is n for equal weights, and less otherwise", () => {
    expect(countEffective(Float64Array.of(2, 2, 2))).toBe(3);
    expect(countEffective(Float64Array.of(1, 0, 0))).toBe(1);
    expect(countEffective(Float64Array.of(3, 1))).toBe(1.6);
    expect(countEffective(new Float64Array())).toBe(0);
  });
});

describe("numberClusters", () => {
  it("gives equal names equal numbers, in order of appearance", () => {
    expect([...numberClusters(["b", "a", "b", "c"])]).toEqual([0, 1, 0, 2]);
  });
});

describe("recalibrateSampled", () => {
  const { y, p } = calibration.inputs as unknown as { y: number[]; p: number[] };
  const outcomes = Uint8Array.from(y);
  const probabilities = Float64Array.from(p);
  const logOdds = probabilities.map((p) => Math.log(p / (1 - p)));

  it("fits the line that maximum likelihood fits", () => {
    const plain = demand(estimateRecalibration(probabilities, outcomes));
    const line = demand(recalibrateSampled(logOdds, outcomes));
    expect(line.slope.value).toBeCloseTo(plain.slope.value, 8);
    expect(line.intercept.value).toBeCloseTo(plain.intercept.value, 8);
    // The sandwich and the information differ by chance only when the line is right.
    expect(line.slope.standardError / plain.slope.standardError).toBeCloseTo(1, 0);
  });

  it("takes a weight of 2 for the deal twice", () => {
    const rows = [...outcomes.keys()].filter((i) => i < 120);
    const weights = Float64Array.from(rows, (i) => (i % 3 === 0 ? 2 : 1));
    const twice = rows.flatMap((i) => (i % 3 === 0 ? [i, i] : [i]));
    const fit = (rows: number[], sampling: object) =>
      demand(
        recalibrateSampled(
          Float64Array.from(rows, (i) => logOdds[i]!),
          Uint8Array.from(rows, (i) => outcomes[i]!),
          sampling,
        ),
      );
    const weighted = fit(rows, { weights, clusters: Uint32Array.from(rows) });
    const repeated = fit(twice, { clusters: Uint32Array.from(twice) });
    expect(weighted.slope.value).toBeCloseTo(repeated.slope.value, 10);
    expect(weighted.slope.standardError).toBeCloseTo(repeated.slope.standardError, 10);
    expect(weighted.intercept.low).toBeCloseTo(repeated.intercept.low, 9);
  });

  it("is not estimable from one class, equal numbers, or where x parts won from lost", () => {
    const three = Float64Array.of(1, 2, 3);
    expect(recalibrateSampled(three, Uint8Array.of(1, 1, 1))).toHaveProperty("notEstimable");
    expect(recalibrateSampled(three, Uint8Array.of(0, 1, 1))).toHaveProperty("notEstimable");
    expect(recalibrateSampled(new Float64Array(3), Uint8Array.of(0, 1, 1))).toHaveProperty(
      "notEstimable",
    );
    expect(recalibrateSampled(new Float64Array(), new Uint8Array())).toHaveProperty("notEstimable");
    expect(() => recalibrateSampled(three, Uint8Array.of(1, 2, 0))).toThrow(RangeError);
    expect(() => recalibrateSampled(three, Uint8Array.of(1, 0))).toThrow(RangeError);
  });
});

describe("fitSampledLogistic", () => {
  it("finds the drift beside given log-odds", () => {
    const random = createRandom(12);
    const n = 20_000;
    const offset = Float64Array.from({ length: n }, () => drawNormal(random) - 1);
    const x = Float64Array.from({ length: n }, (_, i) => 2020 + (5 * i) / n);
    const outcomes = Uint8Array.from(x, (year, i) => {
      const eta = offset[i]! + 0.2 * (year - 2020);
      return random() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
    });
    const { slope } = demand(fitSampledLogistic({ x, outcomes, offset }));
    expect(slope.low).toBeLessThan(0.2);
    expect(slope.high).toBeGreaterThan(0.2);
    expect(slope.standardError).toBeLessThan(0.02);
    expect(slope.pValue).toBeLessThan(1e-9);
  });
});

describe("estimateSampledSlope", () => {
  it("goes through points on a line, with no spread", () => {
    const x = Float64Array.of(0, 1, 5);
    const slope = demand(
      estimateSampledSlope(
        x,
        x.map((xi) => 3 - 2 * xi),
      ),
    );
    expect(slope.value).toBeCloseTo(-2, 14);
    expect(slope.standardError).toBeLessThan(1e-14);
  });

  it("is not estimable at one moment", () => {
    const same = Float64Array.of(2, 2, 2);
    expect(estimateSampledSlope(same, Float64Array.of(1, 2, 3))).toHaveProperty("notEstimable");
    expect(() => estimateSampledSlope(same, Float64Array.of(1, 2))).toThrow(RangeError);
    expect(() => estimateSampledSlope(same, Float64Array.of(1, 2, NaN))).toThrow(RangeError);
  });
});
