import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  brierScoreOfDeal,
  brierScores,
  estimateMean,
  logLosses,
  logLossOfDeal,
} from "../../src/statistics/log-loss.ts";
import oracle from "../oracles/calibration.json" with { type: "json" };
import { demand, differ } from "./deals.ts";

const outcomes = Uint8Array.from(oracle.inputs.y);
const cases = [
  { name: "continuous", probabilities: oracle.inputs.p, expected: oracle.outputs.continuous },
  { name: "tied", probabilities: oracle.inputs.p_tied, expected: oracle.outputs.tied },
].map((example) => ({ ...example, probabilities: Float64Array.from(example.probabilities) }));

describe("log loss and Brier score", () => {
  it.each(cases)("average to scikit-learn's figures, $name probabilities", (example) => {
    const logLoss = demand(estimateMean(logLosses(example.probabilities, outcomes)));
    const brier = demand(estimateMean(brierScores(example.probabilities, outcomes)));
    expect(differ(logLoss.value, example.expected.log_loss)).toBeLessThan(1e-14);
    expect(differ(brier.value, example.expected.brier)).toBeLessThan(1e-14);
  });

  it("are ln 2 and ¼ for an even chance", () => {
    for (const outcome of [0, 1]) {
      expect(logLossOfDeal(0.5, outcome)).toBeCloseTo(Math.LN2, 15);
      expect(brierScoreOfDeal(0.5, outcome)).toBe(0.25);
    }
  });

  it("cost a wrong certainty −ln 1e-15 and 1, a right one nothing", () => {
    expect(logLossOfDeal(0, 1)).toBeCloseTo(34.538776394910684, 13);
    expect(logLossOfDeal(1, 0)).toBe(logLossOfDeal(0, 1));
    expect(logLossOfDeal(1, 1)).toBe(0);
    expect(logLossOfDeal(0, 0)).toBe(0);
    expect(brierScoreOfDeal(1, 0)).toBe(1);
  });

  it("keep the loss of a small probability that came to nothing exact", () => {
    expect(logLossOfDeal(1e-20, 0)).toBe(1e-20);
  });

  it("refuse what is no probability", () => {
    for (const p of [-0.1, 1.1, NaN]) {
      expect(() => logLosses(Float64Array.of(p), Uint8Array.of(1))).toThrow(RangeError);
      expect(() => brierScores(Float64Array.of(p), Uint8Array.of(1))).toThrow(RangeError);
    }
  });
});

describe("estimateMean", () => {
  it("has standard error s/√n and a normal interval", () => {
    // 1, 2, 3, 4: mean 2.5, s² = 5/3, standard error √(5/12)
    const mean = demand(estimateMean(Float64Array.of(1, 2, 3, 4)));
    expect(mean.value).toBe(2.5);
    expect(mean.standardError).toBeCloseTo(Math.sqrt(5 / 12), 15);
    expect(mean.high - 2.5).toBeCloseTo(1.959963984540054 * Math.sqrt(5 / 12), 14);
    expect(2.5 - mean.low).toBeCloseTo(mean.high - 2.5, 14);
  });

  it("moves with a shift of the values, its standard error unchanged", () => {
    const value = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(fc.array(value, { minLength: 2 }), value, (list, shift) => {
        const values = Float64Array.from(list);
        const mean = demand(estimateMean(values));
        const shifted = demand(estimateMean(values.map((v) => v + shift)));
        expect(shifted.value).toBeCloseTo(mean.value + shift, 9);
        expect(shifted.standardError).toBeCloseTo(mean.standardError, 9);
      }),
    );
  });

  it("is not estimable from one value, and refuses values that are not finite", () => {
    expect(estimateMean(Float64Array.of(1))).toHaveProperty("notEstimable");
    expect(() => estimateMean(Float64Array.of(1, NaN))).toThrow(RangeError);
    expect(() => estimateMean(Float64Array.of(1, Infinity))).toThrow(RangeError);
  });
});
