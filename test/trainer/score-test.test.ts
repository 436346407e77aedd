import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, drawNormal } from "../../src/statistics/random.ts";
import { type Design, takeColumns, takeRows } from "../../src/trainer/design-matrix.ts";
import { fitLogistic } from "../../src/trainer/fit.ts";
import { predictLogOdds, sigmoid, toProbabilities } from "../../src/trainer/prediction.ts";
import { flatPrior, type Prior } from "../../src/trainer/prior.ts";
import { covaryScores, type FittedModel, testColumn } from "../../src/trainer/score-test.ts";
import { demand } from "../statistics/deals.ts";
import { accepted, makeDesign, simulateDesign } from "./designs.ts";

function fitModel(design: Design, prior: Prior = flatPrior(design.columns)): FittedModel {
  const fit = accepted(fitLogistic(design, { prior }));
  const probabilities = toProbabilities(predictLogOdds(design, fit));
  return { design, probabilities, covariance: fit.covariance };
}

/** The design without its last column, and that column. */
function partLast(design: Design): { readonly fewer: Design; readonly last: Float64Array } {
  const { rows, columns, values } = design;
  return {
    fewer: takeColumns(
      design,
      Uint32Array.from({ length: columns - 1 }, (_, j) => j),
    ),
    last: Float64Array.from({ length: rows }, (_, i) => values[(i + 1) * columns - 1]!),
  };
}

function repeat(outcome: number, times: number): number[] {
  return Array.from({ length: times }, () => outcome);
}

describe("the score test", () => {
  it("is the two-proportion test where the model is an intercept", () => {
    // 12 of 20 deals with the level were won, and 9 of 30 without: 21 of 50 in all.
    const outcomes = [...repeat(1, 12), ...repeat(0, 8), ...repeat(1, 9), ...repeat(0, 21)];
    const design = makeDesign(
      outcomes.map(() => []),
      outcomes,
    );
    const column = Float64Array.from(outcomes, (_, i) => Number(i < 20));
    const variance = 0.42 * 0.58;
    const model = {
      design,
      probabilities: new Float64Array(50).fill(0.42),
      covariance: Float64Array.of(1 / (50 * variance)),
    };
    const test = demand(testColumn(model, column));
    // z = (.6 − .3) / √(.42 · .58 · (1/20 + 1/30)) = 2.1056
    expect(test.z).toBeCloseTo(2.1056, 4);
    expect(test.pValue).toBeCloseTo(0.0352, 4);
    // U = 12 − 20 · .42 = 3.6, Var U = 50 · .42 · .58 · .4 · .6 = 2.9232
    expect(test.score).toBeCloseTo(3.6, 12);
    expect(test.variance).toBeCloseTo(2.9232, 12);
    expect(test.estimate).toBeCloseTo(3.6 / 2.9232, 12);
    expect(test.standardError).toBeCloseTo(2.9232 ** -0.5, 12);
  });

  it.each([
    { rows: 2_000, apart: 0.03 },
    { rows: 200_000, apart: 0.003 },
  ])(
    "comes within $apart of Wald's and the likelihood ratio's z on $rows deals",
    ({ rows, apart }) => {
      const design = weakenLast(simulateDesign(rows, 6, 5), 8 / Math.sqrt(rows));
      const { fewer, last } = partLast(design);
      const { z, estimate, standardError } = demand(testColumn(fitModel(fewer), last));
      const full = accepted(fitLogistic(design));
      const wald = full.coefficients.at(-1)! / full.standardErrors.at(-1)!;
      const gain = full.logLikelihood - accepted(fitLogistic(fewer)).logLikelihood;
      expect(Math.abs(z)).toBeGreaterThan(1);
      expect(Math.abs(z / wald - 1)).toBeLessThan(apart);
      expect(Math.abs(z / (Math.sign(z) * Math.sqrt(2 * gain)) - 1)).toBeLessThan(apart);
      expect(Math.abs(estimate / full.coefficients.at(-1)! - 1)).toBeLessThan(apart);
      expect(Math.abs(standardError / full.standardErrors.at(-1)! - 1)).toBeLessThan(apart);
    },
  );

  it("does not depend on a column's unit, nor on what the model's columns say of it", () => {
    const { fewer, last } = partLast(simulateDesign(300, 4, 2));
    const model = fitModel(fewer);
    const { z } = demand(testColumn(model, last));
    const number = fc.double({ min: -3, max: 3, noNaN: true });
    const scale = fc.double({ min: 0.1, max: 50, noNaN: true });
    fc.assert(
      fc.property(scale, number, number, (a, b, c) => {
        const moved = last.map((x, i) => a * x + b + c * fewer.values[3 * i + 1]!);
        expect(demand(testColumn(model, moved)).z).toBeCloseTo(z, 6);
      }),
      { numRuns: 30 },
    );
  });

  it("gives columns of noise uniform p-values", () => {
    const design = simulateDesign(400, 5, 11);
    const model = fitModel(design);
    const random = createRandom(3);
    const tests = Array.from({ length: 500 }, (_, k) => {
      const draw = k % 2 === 0 ? () => Number(random() < 0.2) : () => drawNormal(random);
      return demand(testColumn(model, Float64Array.from({ length: 400 }, draw))).pValue;
    });
    const sorted = Float64Array.from(tests).toSorted();
    const gaps = sorted.map((p, k) => Math.max(Math.abs(p - k / 500), Math.abs((k + 1) / 500 - p)));
    // Kolmogorov and Smirnov's bound at 1 %: 1.63 / √500
    expect(Math.max(...gaps)).toBeLessThan(0.073);
  });

  it("has a z of variance 1 over coefficients that scatter as the prior says", () => {
    const random = createRandom(8);
    const width = 0.6;
    const prior = { means: new Float64Array(2), precisions: new Float64Array(2).fill(width ** -2) };
    const squares = Array.from({ length: 500 }, () => {
      const [b, c] = [width * drawNormal(random), width * drawNormal(random)];
      const rows = Array.from({ length: 150 }, () => [drawNormal(random), drawNormal(random)]);
      const won = rows.map(([x, y]) => Number(random() < sigmoid(b * x! + c * y!)));
      const model = fitModel(makeDesign(rows, won), prior);
      // Goes along with the first column, whose coefficient the prior has drawn towards 0.
      const column = Float64Array.from(rows, ([x]) => x! + 0.5 * drawNormal(random));
      return demand(testColumn(model, column)).z ** 2;
    });
    const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
    // The mean of 500 squares has standard error √(2/500) = .063.
    expect(Math.abs(mean - 1)).toBeLessThan(0.16);
  });

  it("counts a row of weight 2 as two rows", () => {
    const { fewer, last } = partLast(simulateDesign(200, 4, 6));
    const twice = Uint32Array.from({ length: 230 }, (_, i) => i % 200);
    const weights = Float64Array.from({ length: 200 }, (_, i) => (i < 30 ? 2 : 1));
    const weighted = demand(testColumn(fitModel({ ...fewer, weights }), last));
    const repeated = testColumn(
      fitModel(takeRows(fewer, twice)),
      Float64Array.from(twice, (i) => last[i]!),
    );
    expect(demand(repeated).z).toBeCloseTo(weighted.z, 8);
  });

  it("says nothing of a constant, a copy, and a sum of the model's columns", () => {
    const { design, ...model } = fitModel(simulateDesign(300, 4, 9));
    const column = (of: (row: Float64Array) => number) =>
      Float64Array.from({ length: 300 }, (_, i) => of(design.values.subarray(4 * i, 4 * i + 4)));
    for (const said of [column(() => 3), column((x) => x[1]!), column((x) => x[0]! - 2 * x[3]!)])
      expect(testColumn({ design, ...model }, said)).toHaveProperty("notEstimable");
  });

  it("throws on columns and models that do not fit each other", () => {
    const model = fitModel(simulateDesign(50, 2, 1));
    const column = new Float64Array(50).fill(1);
    expect(() => testColumn(model, column.slice(1))).toThrow(RangeError);
    expect(() => testColumn(model, column.fill(Number.NaN))).toThrow(RangeError);
    const covariance = new Float64Array(4);
    expect(() => testColumn({ ...model, covariance }, column)).toThrow(RangeError);
    const probabilities = new Float64Array(50).fill(1.5);
    expect(() => testColumn({ ...model, probabilities }, column)).toThrow(RangeError);
  });
});

describe("the covariance of scores", () => {
  it("has the tests' variances on its diagonal", () => {
    const model = fitModel(simulateDesign(200, 3, 4));
    const random = createRandom(2);
    const columns = [0, 1, 2].map(() =>
      Float64Array.from({ length: 200 }, () => drawNormal(random)),
    );
    const covariance = covaryScores(model, columns);
    columns.forEach((column, k) => {
      expect(covariance[4 * k]).toBeCloseTo(demand(testColumn(model, column)).variance, 8);
    });
  });

  it("tells the score of a column once another has been added", () => {
    const design = weakenLast(simulateDesign(50_000, 5, 14), 0.02);
    const { fewer, last } = partLast(design);
    const random = createRandom(5);
    const other = last.map((x) => x + drawNormal(random));
    const model = fitModel(fewer);
    const [first, second] = [last, other].map((column) => demand(testColumn(model, column)));
    const [own, common] = covaryScores(model, [last, other]);
    const given = second!.score - (common! / own!) * first!.score;
    const left = second!.variance - common! ** 2 / own!;
    const refitted = demand(testColumn(fitModel(design), other));
    expect(given / Math.sqrt(left)).toBeCloseTo(refitted.z, 1);
  });
});

/** The same deals with a last column that is worth little, won anew. */
function weakenLast(design: Design, worth: number): Design {
  const { rows, columns } = design;
  const random = createRandom(17);
  const values = design.values.slice();
  const outcomes = Uint8Array.from({ length: rows }, (_, i) => {
    const last = drawNormal(random) + 0.5 * values[i * columns + 1]!;
    values[(i + 1) * columns - 1] = last;
    return Number(random() < sigmoid(0.5 * values[i * columns]! - 0.7 + worth * last));
  });
  return { ...design, values, outcomes };
}
