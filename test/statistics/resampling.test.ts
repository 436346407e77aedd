import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateMean } from "../../src/statistics/log-loss.ts";
import { createRandom, drawNormal } from "../../src/statistics/random.ts";
import { bootstrap, percentileInterval } from "../../src/statistics/resampling.ts";
import { demand } from "./deals.ts";

const count = (indices: Uint32Array) => indices.length;

describe("bootstrap", () => {
  it("draws n indices of the sample with replacement, the same for the same seed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer(), (n, seed) => {
        const resamples: number[][] = [];
        const keep = (indices: Uint32Array) => resamples.push([...indices]);
        expect([...bootstrap(n, 3, createRandom(seed), keep)]).toEqual([1, 2, 3]);
        bootstrap(n, 3, createRandom(seed), keep);
        expect(resamples.slice(3)).toEqual(resamples.slice(0, 3));
        for (const index of resamples.flat()) expect(index).toBeLessThan(n);
        for (const resample of resamples) expect(resample).toHaveLength(n);
      }),
    );
  });

  it("leaves out a given deal with chance (1 − 1/n)ⁿ", () => {
    const missing = bootstrap(10, 20_000, createRandom(2), (indices) =>
      indices.includes(0) ? 0 : 1,
    );
    const { value } = demand(estimateMean(missing));
    // .9¹⁰ = .3487, standard error .0034
    expect(Math.abs(value - 0.9 ** 10)).toBeLessThan(0.015);
  });

  it("spreads a mean by its standard error, and its interval agrees with the normal one", () => {
    const random = createRandom(6);
    const values = Float64Array.from({ length: 400 }, () => drawNormal(random));
    const mean = demand(estimateMean(values));
    const draws = bootstrap(400, 4000, random, (indices) =>
      indices.reduce((sum, i) => sum + values[i]! / 400, 0),
    );
    const interval = percentileInterval(draws, mean.value);
    expect(interval.value).toBe(mean.value);
    expect(Math.abs(interval.low - mean.low)).toBeLessThan(0.1 * mean.standardError * 2);
    expect(Math.abs(interval.high - mean.high)).toBeLessThan(0.1 * mean.standardError * 2);
  });

  it("refuses an empty sample, and no replicates", () => {
    expect(() => bootstrap(0, 10, createRandom(1), count)).toThrow(RangeError);
    expect(() => bootstrap(10, 0, createRandom(1), count)).toThrow(RangeError);
    expect(() => bootstrap(10, 1.5, createRandom(1), count)).toThrow(RangeError);
  });
});

describe("percentileInterval", () => {
  it("cuts 2.5 % off each end, in whatever order the draws come", () => {
    const draws = Float64Array.from({ length: 201 }, (_, i) => (i * 77) % 201);
    expect(percentileInterval(draws, 100)).toEqual({ value: 100, low: 5, high: 195 });
  });

  it("lies on the line between draws where a quantile falls between them", () => {
    const draws = Float64Array.from({ length: 41 + 10 }, (_, i) => i);
    const { low, high } = percentileInterval(draws, 25);
    expect(low).toBeCloseTo(1.25, 13);
    expect(high).toBeCloseTo(48.75, 13);
  });

  it("refuses too few draws, and draws that are not finite", () => {
    expect(() => percentileInterval(new Float64Array(39), 0)).toThrow(RangeError);
    expect(() => percentileInterval(new Float64Array(40).fill(NaN), 0)).toThrow(RangeError);
  });
});
