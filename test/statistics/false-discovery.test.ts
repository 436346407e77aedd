import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { twoSidedP } from "../../src/statistics/distributions.ts";
import { adjustPValues } from "../../src/statistics/false-discovery.ts";
import { createRandom, drawNormal } from "../../src/statistics/random.ts";

const pValues = fc
  .array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.01, 1)), {
    maxLength: 30,
  })
  .map((values) => Float64Array.from(values));

describe("adjustPValues", () => {
  it("takes m p / rank, and of it the least from each rank on", () => {
    // In order .005, .01, .03, .04, .5: times 5/rank .025, .025, .05, .05, .5
    const adjusted = adjustPValues(Float64Array.of(0.5, 0.01, 0.04, 0.03, 0.005));
    const expected = [0.5, 0.025, 0.05, 0.05, 0.025];
    adjusted.forEach((q, i) => {
      expect(q).toBeCloseTo(expected[i]!, 15);
    });
  });

  it("lends a p-value the smaller adjusted value of the next", () => {
    // .04 · 3/1 = .12, but .041 · 3/2 = .0615 and .042 · 3/3 = .042
    const adjusted = adjustPValues(Float64Array.of(0.04, 0.041, 0.042));
    expect([...adjusted]).toEqual([0.042, 0.042, 0.042]);
  });

  it("multiplies by 1 + 1/2 + … + 1/m when any dependence is to be allowed for", () => {
    const adjusted = adjustPValues(Float64Array.of(0.001, 0.02, 0.9), "any");
    expect(adjusted[0]).toBeCloseTo(0.001 * 3 * (1 + 1 / 2 + 1 / 3), 15);
    expect(adjusted[1]).toBeCloseTo(0.02 * 1.5 * (1 + 1 / 2 + 1 / 3), 15);
    expect(adjusted[2]).toBe(1);
  });

  it("keeps order and bounds, and leaves one p-value as it is", () => {
    fc.assert(
      fc.property(
        pValues,
        fc.constantFrom("positive" as const, "any" as const),
        (p, dependence) => {
          const adjusted = adjustPValues(p, dependence);
          for (const [i, q] of adjusted.entries()) {
            expect(q).toBeGreaterThanOrEqual(p[i]!);
            expect(q).toBeLessThanOrEqual(1);
            for (const [j, other] of adjusted.entries()) {
              if (p[i]! <= p[j]!) expect(q).toBeLessThanOrEqual(other);
            }
          }
        },
      ),
    );
    expect([...adjustPValues(Float64Array.of(0.03), "any")]).toEqual([0.03]);
    expect([...adjustPValues(new Float64Array())]).toEqual([]);
  });

  it("calls as many discoveries as the step-up procedure does", () => {
    fc.assert(
      fc.property(pValues, (p) => {
        const sorted = p.toSorted();
        const m = p.length;
        let discoveries = 0;
        sorted.forEach((value, i) => {
          if ((m * value) / (i + 1) <= 0.1) discoveries = i + 1;
        });
        expect(adjustPValues(p).filter((q) => q <= 0.1)).toHaveLength(discoveries);
      }),
    );
  });

  /** Mean share of false discoveries at .1 among 40 questions of which 30 have nothing to find. */
  function simulate(share: number, dependence: "positive" | "any") {
    const random = createRandom(31);
    const runs = 4_000;
    let sum = 0;
    for (let run = 0; run < runs; run++) {
      const common = drawNormal(random);
      const p = Float64Array.from({ length: 40 }, (_, i) => {
        const noise = Math.sqrt(share) * common + Math.sqrt(1 - share) * drawNormal(random);
        return twoSidedP(noise + (i < 30 ? 0 : 3));
      });
      const found = adjustPValues(p, dependence);
      const discoveries = found.filter((q) => q <= 0.1).length;
      const wrong = found.subarray(0, 30).filter((q) => q <= 0.1).length;
      sum += discoveries === 0 ? 0 : wrong / discoveries;
    }
    return sum / runs;
  }

  it("keeps the share of false discoveries at its exact value of independent questions", () => {
    // 30 of 40 are null, so that it is .1 · 30/40; the mean of 4,000 runs is within .005 of that.
    const share = simulate(0, "positive");
    expect(Math.abs(share - 0.075)).toBeLessThan(0.005);
  });

  it("keeps it below its bound when the questions hang together", () => {
    expect(simulate(0.5, "positive")).toBeLessThan(0.1);
    expect(simulate(0.5, "any")).toBeLessThan(0.1 / 2);
  });

  it("refuses what is no p-value", () => {
    for (const p of [Number.NaN, -0.1, 1.1]) {
      expect(() => adjustPValues(Float64Array.of(0.5, p))).toThrow(RangeError);
    }
  });
});
