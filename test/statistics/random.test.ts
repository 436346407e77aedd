import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, drawNormal, shuffle } from "../../src/statistics/random.ts";

function draw(count: number, next: () => number): number[] {
  return Array.from({ length: count }, next);
}

describe("createRandom", () => {
  it.each([
    [0, [0.13773293522977814, 0.025062846479229628, 0.5820309790883715]],
    [42, [0.5767213890841907, 0.21293001466432804, 0.23419718284633795]],
    [-1, [0.9878638250092292, 0.811825947844947, 0.7691037546945223]],
    [2 ** 40 + 7, [0.6038071436043312, 0.8306962849429318, 0.6057994444851105]],
  ])(
    "draws for seed %d what the generator's definition gives in big-integer arithmetic",
    (seed, expected) => {
      expect(draw(3, createRandom(seed))).toEqual(expected);
    },
  );

  it("tells seeds apart that share their lower 32 bits", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (seed) => {
        const other = seed > 0 ? seed - 2 ** 32 : seed + 2 ** 32;
        expect(draw(4, createRandom(seed))).not.toEqual(draw(4, createRandom(other)));
      }),
    );
  });

  it("fills 100 equal cells of [0, 1) evenly", () => {
    const draws = draw(100_000, createRandom(7));
    const cells = Array.from({ length: 100 }, () => 0);
    for (const u of draws) cells[Math.floor(u * 100)]!++;
    // χ² of 99 degrees of freedom: 1 in 10,000 lies above 161.3, and as few below 53.
    const chi2 = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    expect(chi2).toBeGreaterThan(53);
    expect(chi2).toBeLessThan(161.3);
  });

  it("refuses a seed that is no safe integer", () => {
    expect(() => createRandom(0.5)).toThrow(RangeError);
    expect(() => createRandom(2 ** 53)).toThrow(RangeError);
  });
});

describe("shuffle", () => {
  it("keeps every index once", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer(), (n, seed) => {
        const permutation = shuffle(n, createRandom(seed));
        expect([...permutation].toSorted((a, b) => a - b)).toEqual([...Array(n).keys()]);
      }),
    );
  });

  it("makes each of the six orders of three equally often", () => {
    const random = createRandom(3);
    const counts = new Map<string, number>();
    for (let i = 0; i < 60_000; i++) {
      const order = shuffle(3, random).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    // Binomial with mean 10,000 and standard deviation 91.
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it("refuses a length that is not whole", () => {
    expect(() => shuffle(2.5, createRandom(1))).toThrow(RangeError);
    expect(() => shuffle(-1, createRandom(1))).toThrow(RangeError);
  });
});

describe("drawNormal", () => {
  it("has the moments of the standard normal distribution", () => {
    const random = createRandom(11);
    const draws = draw(200_000, () => drawNormal(random));
    const moment = (k: number) => draws.reduce((sum, x) => sum + x ** k, 0) / draws.length;
    // Standard errors of the four means are √(1, 2, 15, 96) / √200,000; the bounds are five of them.
    expect(Math.abs(moment(1))).toBeLessThan(0.0112);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.0159);
    expect(Math.abs(moment(3))).toBeLessThan(0.0434);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.11);
  });

  it("stays finite when the generator draws 0", () => {
    expect(drawNormal(() => 0)).toBeCloseTo(0, 15);
  });
});
