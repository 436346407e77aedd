import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootstrapMean } from "../../src/statistics/cluster-bootstrap.ts";
import { createRandom, drawNormal } from "../../src/statistics/random.ts";
import { estimateSampledMean } from "../../src/statistics/sampled.ts";
import { demand } from "./deals.ts";

describe("bootstrapMean", () => {
  it("agrees with the normal interval where both hold", () => {
    const random = createRandom(4);
    const values = Float64Array.from({ length: 3000 }, () => drawNormal(random));
    const clusters = Uint32Array.from(values, (_, i) => i % 300);
    const drawn = demand(bootstrapMean(values, clusters, { random }));
    const normal = demand(estimateSampledMean(values, { clusters }));
    expect(drawn.value).toBeCloseTo(normal.value, 14);
    expect(drawn.standardError).toBeCloseTo(normal.standardError, 12);
    expect(drawn.draws).toBe(300);
    const width = normal.high - normal.low;
    expect(Math.abs(drawn.low - normal.low) / width).toBeLessThan(0.05);
    expect(Math.abs(drawn.high - normal.high) / width).toBeLessThan(0.05);
  });

  it("is wider where the deals of an account go together", () => {
    const random = createRandom(5);
    const clusters = Uint32Array.from({ length: 2000 }, (_, i) => i % 50);
    const accounts = Float64Array.from({ length: 50 }, () => drawNormal(random));
    const values = Float64Array.from(clusters, (c) => accounts[c]! + drawNormal(random));
    const together = demand(bootstrapMean(values, clusters, { random }));
    const alone = demand(bootstrapMean(values, undefined, { random }));
    expect(together.high - together.low).toBeGreaterThan(3 * (alone.high - alone.low));
  });

  it("says the same however clusters are numbered, and for the same seed", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 20 }), (list) => {
        const values = Float64Array.from(list);
        const clusters = Uint32Array.from(list, (_, i) => i % 7);
        const settings = () => ({ random: createRandom(1), replicates: 60 });
        const first = bootstrapMean(values, clusters, settings());
        const sparse = clusters.map((c) => 1000 * c + 3);
        expect(bootstrapMean(values, sparse, settings())).toEqual(first);
      }),
    );
  });

  it("is a point for equal values, and not estimable from too few accounts", () => {
    const same = new Float64Array(30).fill(0.25);
    const settings = { random: createRandom(1), replicates: 50 };
    expect(bootstrapMean(same, undefined, settings)).toMatchObject({ low: 0.25, high: 0.25 });
    expect(bootstrapMean(same, new Uint32Array(30), settings)).toHaveProperty("notEstimable");
    expect(bootstrapMean(new Float64Array(), undefined, settings)).toHaveProperty("notEstimable");
  });

  it("tells how far it has come", () => {
    const seen: number[] = [];
    const values = Float64Array.from({ length: 20 }, (_, i) => i);
    bootstrapMean(values, undefined, {
      random: createRandom(1),
      replicates: 200,
      onProgress: (done) => seen.push(done),
    });
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.length).toBeGreaterThan(5);
  });

  it("refuses what is not finite, and clusters of another length", () => {
    const settings = { random: createRandom(1) };
    expect(() => bootstrapMean(Float64Array.of(NaN), undefined, settings)).toThrow(RangeError);
    expect(() => bootstrapMean(Float64Array.of(1), new Uint32Array(2), settings)).toThrow(
      RangeError,
    );
  });
});
