import { describe, expect, it } from "vitest";
import {
  logLossOfLogOdds,
  predictLogOdds,
  sigmoid,
  toProbabilities,
} from "../../src/trainer/prediction.ts";
import { makeDesign } from "./designs.ts";

describe("prediction", () => {
  const fit = { intercept: -1, coefficients: Float64Array.of(2, 0.5) };
  const design = makeDesign(
    [
      [0, 0],
      [1, 0],
      [1, 4],
    ],
    [0, 1, 1],
  );

  it("adds up intercept, coefficients and offset", () => {
    expect([...predictLogOdds(design, fit)]).toEqual([-1, 1, 3]);
    const offset = Float64Array.of(0, 10, -3);
    expect([...predictLogOdds({ ...design, offset }, fit)]).toEqual([-1, 11, 0]);
  });

  it("throws when coefficients and columns differ in number", () => {
    const short = { intercept: 0, coefficients: Float64Array.of(1) };
    expect(() => predictLogOdds(design, short)).toThrow(RangeError);
  });

  it("keeps digits in both tails of the sigmoid", () => {
    expect(sigmoid(0)).toBe(0.5);
    expect(sigmoid(-700) / Math.exp(-700)).toBeCloseTo(1, 14);
    expect(sigmoid(-800)).toBe(0);
    expect(sigmoid(800)).toBe(1);
    expect(sigmoid(3) + sigmoid(-3)).toBeCloseTo(1, 15);
  });

  it("turns log-odds of ln 3 into 3 in 4", () => {
    const [probability] = toProbabilities(Float64Array.of(Math.log(3)));
    expect(probability).toBeCloseTo(0.75, 15);
  });

  it("has the log loss −ln P of what happened, also far out", () => {
    expect(logLossOfLogOdds(Math.log(3), 1)).toBeCloseTo(-Math.log(0.75), 15);
    expect(logLossOfLogOdds(Math.log(3), 0)).toBeCloseTo(-Math.log(0.25), 15);
    expect(logLossOfLogOdds(1000, 0)).toBe(1000);
    expect(logLossOfLogOdds(-1000, 1)).toBe(1000);
  });
});
