import { describe, expect, it } from "vitest";
import { isEstimated } from "../../src/statistics/estimate.ts";
import { calibrateScore, fitScoreCalibration } from "../../src/trainer/platt.ts";
import { accepted, readOracle } from "./designs.ts";

describe("a score's calibration", () => {
  it("gives a score of two values the log-odds of each", () => {
    // At 10 points 1 of 4 won, at 30 points 6 of 8.
    const score = Float64Array.of(10, 10, 10, 10, 30, 30, 30, 30, 30, 30, 30, 30);
    const outcomes = Uint8Array.of(1, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0);
    const calibration = accepted(fitScoreCalibration(score, outcomes));
    expect(calibration.slope).toBeCloseTo((Math.log(3) - Math.log(1 / 3)) / 20, 12);
    expect(calibration).toMatchObject({ ranks: true, method: "maximum-likelihood" });
    expect(calibration.baseLogOdds).toBeCloseTo(Math.log(7 / 5), 12);
    const [low, high] = calibrateScore(calibration, Float64Array.of(10, 30));
    expect(low).toBeCloseTo(Math.log(1 / 3), 12);
    expect(high).toBeCloseTo(Math.log(3), 12);
  });

  it("reports a score that ranks backwards and leaves it out", () => {
    const score = Float64Array.of(1, 1, 1, 2, 2, 2);
    const calibration = accepted(fitScoreCalibration(score, Uint8Array.of(1, 1, 0, 0, 0, 1)));
    expect(calibration.slope).toBeCloseTo(-2 * Math.log(2), 12);
    expect(calibration.ranks).toBe(false);
    expect([...calibrateScore(calibration, score)]).toEqual(Array(6).fill(calibration.baseLogOdds));
    expect(calibration.baseLogOdds).toBeCloseTo(0, 12);
  });

  it("gives a constant score no slope, and the reason for no standard error", () => {
    const score = new Float64Array(4).fill(50);
    const calibration = accepted(fitScoreCalibration(score, Uint8Array.of(1, 0, 0, 0)));
    expect(calibration).toMatchObject({ slope: 0, ranks: false, method: "constant-score" });
    expect(isEstimated(calibration.slopeStandardError)).toBe(false);
    expect(calibrateScore(calibration, score)[0]).toBeCloseTo(Math.log(1 / 3), 12);
  });

  it("gives a score that parts won from lost a finite slope by Firth's correction", () => {
    const score = Float64Array.of(1, 2, 3, 7, 8, 9);
    const calibration = accepted(fitScoreCalibration(score, Uint8Array.of(0, 0, 0, 1, 1, 1)));
    expect(calibration.method).toBe("firth");
    expect(calibration.slope).toBeGreaterThan(0.2);
    expect(calibration.slope).toBeLessThan(2);
  });

  it("refuses deals of one outcome", () => {
    const refusal = fitScoreCalibration(Float64Array.of(1, 2), Uint8Array.of(1, 1));
    expect(refusal).toMatchObject({ code: "one-class" });
  });

  it("does not depend on the zero and unit of the score", () => {
    const { design } = readOracle("logistic_leads");
    const score = Float64Array.from({ length: design.rows }, (_, i) => design.values[6 * i + 5]!);
    const moved = score.map((points) => 250 - 3 * points);
    const calibration = accepted(fitScoreCalibration(score, design.outcomes));
    const other = accepted(fitScoreCalibration(moved, design.outcomes));
    expect(other.slope).toBeCloseTo(-calibration.slope / 3, 12);
    expect(calibration.intercept).toBeCloseTo(other.intercept + 250 * other.slope, 11);
  });

  it("throws on scores that are not finite", () => {
    const outcomes = Uint8Array.of(1, 0);
    expect(() => fitScoreCalibration(Float64Array.of(1, Number.NaN), outcomes)).toThrow(RangeError);
  });
});
