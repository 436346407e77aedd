import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decomposeLoss, fitIsotonic } from "../../src/statistics/isotonic.ts";
import { brierScoreOfDeal, logLossOfDeal } from "../../src/statistics/log-loss.ts";
import oracle from "../oracles/calibration.json" with { type: "json" };
import { arbitraryDeals, demand, differ, points, probability } from "./deals.ts";

const outcomes = Uint8Array.from(oracle.inputs.y);
const weights = Float64Array.from(oracle.inputs.w);
const cases = [
  { name: "continuous", probabilities: oracle.inputs.p, expected: oracle.outputs.continuous },
  { name: "tied", probabilities: oracle.inputs.p_tied, expected: oracle.outputs.tied },
].map((example) => ({ ...example, probabilities: Float64Array.from(example.probabilities) }));

const weighted = fc
  .array(
    fc.record({
      x: points,
      y: fc.double({ min: -10, max: 10, noNaN: true }),
      weight: fc.double({ min: 0.1, max: 5, noNaN: true }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((rows) => ({
    x: Float64Array.from(rows, (row) => row.x),
    y: Float64Array.from(rows, (row) => row.y),
    weights: Float64Array.from(rows, (row) => row.weight),
  }));

describe("fitIsotonic", () => {
  it.each(cases)("makes the blocks of scikit-learn and isoreg, $name probabilities", (example) => {
    for (const [blocks, expected] of [
      [fitIsotonic(example.probabilities, outcomes), example.expected.pav_blocks],
      [fitIsotonic(example.probabilities, outcomes, weights), example.expected.pav_blocks_weighted],
    ] as const) {
      expect(blocks.map(({ from, to }) => [from, to])).toEqual(
        expected.map(({ x_min, x_max }) => [x_min, x_max]),
      );
      blocks.forEach(({ value, weight }, b) => {
        expect(differ(value, expected[b]!.value)).toBeLessThan(1e-14);
        expect(differ(weight, expected[b]!.weight)).toBeLessThan(1e-13);
      });
    }
  });

  it("pools neighbours that fall, and equal x", () => {
    // At x = 1: 0; at 2: mean of 1 and 1; at 3: 0, pooled with 2 to 2/3; at 4: 1.
    const blocks = fitIsotonic(Float64Array.of(4, 2, 3, 1, 2), Float64Array.of(1, 1, 0, 0, 1));
    expect(blocks).toEqual([
      { from: 1, to: 1, value: 0, weight: 1 },
      { from: 2, to: 3, value: 2 / 3, weight: 3 },
      { from: 4, to: 4, value: 1, weight: 1 },
    ]);
  });

  it("rises from block to block, keeps the total weight and the weighted mean", () => {
    fc.assert(
      fc.property(weighted, ({ x, y, weights }) => {
        const blocks = fitIsotonic(x, y, weights);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const moment = y.reduce((sum, yi, i) => sum + weights[i]! * yi, 0);
        expect(blocks.reduce((sum, block) => sum + block.weight, 0)).toBeCloseTo(total, 10);
        expect(blocks.reduce((sum, b) => sum + b.weight * b.value, 0)).toBeCloseTo(moment, 9);
        for (let b = 1; b < blocks.length; b++) {
          expect(blocks[b]!.value).toBeGreaterThan(blocks[b - 1]!.value);
          expect(blocks[b]!.from).toBeGreaterThan(blocks[b - 1]!.to);
        }
      }),
    );
  });

  it("is no farther from y than any other rising function", () => {
    const rising = fc.array(fc.double({ min: 0, max: 4, noNaN: true }), {
      minLength: 11,
      maxLength: 11,
    });
    fc.assert(
      fc.property(weighted, rising, ({ x, y, weights }, rises) => {
        const blocks = fitIsotonic(x, y, weights);
        const distance = (at: (x: number) => number) =>
          x.reduce((sum, xi, i) => sum + weights[i]! * (y[i]! - at(xi)) ** 2, 0);
        const fitted = distance((xi) => blocks.find(({ to }) => xi <= to)!.value);
        const other = distance((xi) =>
          rises.slice(0, xi + 6).reduce((sum, rise) => sum + rise, -10),
        );
        expect(fitted).toBeLessThanOrEqual(other + 1e-9);
      }),
    );
  });

  it("takes whole weights as repetitions", () => {
    fc.assert(
      fc.property(arbitraryDeals(points, { minLength: 1 }), ({ scores, outcomes }) => {
        const twice = Float64Array.from([...scores, ...scores]);
        const outcomesTwice = Uint8Array.from([...outcomes, ...outcomes]);
        expect(fitIsotonic(scores, outcomes, new Float64Array(scores.length).fill(2))).toEqual(
          fitIsotonic(twice, outcomesTwice),
        );
      }),
    );
  });

  it("refuses unequal lengths, NaN, and weights that are not above 0", () => {
    const one = Float64Array.of(1);
    expect(() => fitIsotonic(one, Float64Array.of(1, 2))).toThrow(RangeError);
    expect(() => fitIsotonic(one, one, Float64Array.of(1, 2))).toThrow(RangeError);
    expect(() => fitIsotonic(Float64Array.of(NaN), one)).toThrow(RangeError);
    expect(() => fitIsotonic(one, Float64Array.of(NaN))).toThrow(RangeError);
    expect(() => fitIsotonic(one, one, Float64Array.of(0))).toThrow(RangeError);
  });

  it("makes no blocks of nothing", () => {
    expect(fitIsotonic(new Float64Array(), new Float64Array())).toEqual([]);
  });
});

describe("decomposeLoss", () => {
  it.each(cases)("gives the oracle's CORP parts, $name probabilities", (example) => {
    for (const [lossOf, expected] of [
      [brierScoreOfDeal, example.expected.corp_brier],
      [logLossOfDeal, example.expected.corp_log],
    ] as const) {
      const parts = demand(decomposeLoss(example.probabilities, outcomes, lossOf));
      expect(differ(parts.loss, expected.mean_score)).toBeLessThan(1e-13);
      expect(differ(parts.miscalibration, expected.MCB)).toBeLessThan(1e-13);
      expect(differ(parts.discrimination, expected.DSC)).toBeLessThan(1e-13);
      expect(differ(parts.uncertainty, expected.UNC)).toBeLessThan(1e-13);
    }
  });

  it("has parts that are not negative and add up to the loss", () => {
    fc.assert(
      fc.property(arbitraryDeals(probability, { minLength: 1 }), ({ scores, outcomes }) => {
        for (const lossOf of [brierScoreOfDeal, logLossOfDeal]) {
          const parts = demand(decomposeLoss(scores, outcomes, lossOf));
          expect(parts.miscalibration).toBeGreaterThanOrEqual(-1e-12);
          expect(parts.discrimination).toBeGreaterThanOrEqual(-1e-12);
          expect(parts.miscalibration - parts.discrimination + parts.uncertainty).toBeCloseTo(
            parts.loss,
            12,
          );
        }
      }),
    );
  });

  it("finds no miscalibration and no discrimination in the base rate", () => {
    const parts = demand(
      decomposeLoss(new Float64Array(4).fill(0.25), Uint8Array.of(0, 1, 0, 0), brierScoreOfDeal),
    );
    expect(parts.miscalibration).toBeCloseTo(0, 15);
    expect(parts.discrimination).toBeCloseTo(0, 15);
    expect(parts.uncertainty).toBeCloseTo(3 / 16, 15);
  });

  it("is not estimable from no deals", () => {
    expect(decomposeLoss(new Float64Array(), new Uint8Array(), logLossOfDeal)).toHaveProperty(
      "notEstimable",
    );
  });
});
