import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEstimated } from "../../src/statistics/estimate.ts";
import { createRandom } from "../../src/statistics/random.ts";
import {
  estimateCalibrationInTheLarge,
  estimateRecalibration,
} from "../../src/statistics/recalibration.ts";
import oracle from "../oracles/calibration.json" with { type: "json" };
import { arbitraryDeals, demand, differ, probability } from "./deals.ts";

const outcomes = Uint8Array.from(oracle.inputs.y);
const cases = [
  { name: "continuous", probabilities: oracle.inputs.p, expected: oracle.outputs.continuous },
  { name: "tied", probabilities: oracle.inputs.p_tied, expected: oracle.outputs.tied },
].map((example) => ({ ...example, probabilities: Float64Array.from(example.probabilities) }));

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const logit = (p: number) => Math.log(Math.max(p, 1e-15)) - Math.log(Math.max(1 - p, 1e-15));

describe("estimateRecalibration", () => {
  it.each(cases)("gives R's logistic recalibration, $name probabilities", (example) => {
    const { intercept, slope } = demand(estimateRecalibration(example.probabilities, outcomes));
    const { recalibration_logit: own, rms_val_prob: rms } = example.expected;
    expect(differ(intercept.value, own.intercept)).toBeLessThan(1e-13);
    expect(differ(slope.value, own.slope)).toBeLessThan(1e-13);
    expect(differ(intercept.standardError, own.se[0]!)).toBeLessThan(1e-10);
    expect(differ(slope.standardError, own.se[1]!)).toBeLessThan(1e-10);
    expect(differ(intercept.value, rms.Intercept)).toBeLessThan(1e-9);
    expect(differ(slope.value, rms.Slope)).toBeLessThan(1e-9);
  });

  it("solves the two-value case by hand", () => {
    // p = 1/4 won 1 of 2, p = 3/4 won 3 of 4: logits −ln 3 → 0 and ln 3 → ln 3.
    const probabilities = Float64Array.of(1, 1, 3, 3, 3, 3).map((quarters) => quarters / 4);
    const { intercept, slope } = demand(
      estimateRecalibration(probabilities, Uint8Array.of(0, 1, 1, 1, 1, 0)),
    );
    expect(slope.value).toBeCloseTo(0.5, 13);
    expect(intercept.value).toBeCloseTo(Math.log(3) / 2, 13);
    // Var of a logit of k in n is 1/k + 1/(n − k): 2 and 4/3, over the squared distance 2 ln 3.
    expect(slope.standardError).toBeCloseTo(Math.sqrt(10 / 3) / (2 * Math.log(3)), 13);
  });

  it("finds the maximum where Newton's own steps would overshoot it", () => {
    // Won: both at 1e-6, 36 of 37 at .5, 1 of 2 at .7. The line through the log-odds of the last
    // two groups gives the first log-odds of 62, so that it is the maximum to 1e-27.
    const groups = [
      { p: 1e-6, won: 2, lost: 0 },
      { p: 0.5, won: 36, lost: 1 },
      { p: 0.7, won: 1, lost: 1 },
    ];
    const deals = groups.flatMap(({ p, won, lost }) => [
      ...Array.from({ length: won }, () => ({ p, outcome: 1 })),
      ...Array.from({ length: lost }, () => ({ p, outcome: 0 })),
    ]);
    const { intercept, slope } = demand(
      estimateRecalibration(
        Float64Array.from(deals, ({ p }) => p),
        Uint8Array.from(deals, ({ outcome }) => outcome),
      ),
    );
    expect(intercept.value).toBeCloseTo(Math.log(36), 12);
    expect(slope.value).toBeCloseTo(-Math.log(36) / logit(0.7), 12);
  });

  it("undoes a distortion of the log-odds", () => {
    const logits = Float64Array.from(oracle.inputs.p, (p) => Math.log(p / (1 - p)));
    const { intercept, slope } = demand(
      estimateRecalibration(Float64Array.from(oracle.inputs.p), outcomes),
    );
    const distorted = demand(
      estimateRecalibration(
        logits.map((x) => sigmoid(2 * x + 1)),
        outcomes,
      ),
    );
    // a + b x = (a − b/2) + (b/2)(2 x + 1)
    expect(distorted.slope.value).toBeCloseTo(slope.value / 2, 11);
    expect(distorted.slope.standardError).toBeCloseTo(slope.standardError / 2, 11);
    expect(distorted.intercept.value).toBeCloseTo(intercept.value - slope.value / 2, 11);
  });

  it("leaves recalibrated probabilities alone", () => {
    fc.assert(
      fc.property(arbitraryDeals(probability, { minLength: 10 }), ({ scores, outcomes }) => {
        const first = estimateRecalibration(scores, outcomes);
        if (!isEstimated(first)) return;
        const { intercept, slope } = first;
        // A slope of 0 would leave nothing but one value to recalibrate.
        if (Math.abs(slope.value) < 1e-3) return;
        const recalibrated = scores.map((p) => sigmoid(intercept.value + slope.value * logit(p)));
        // Where a recalibrated probability is all but certain it has lost its digits.
        if (recalibrated.some((p) => Math.min(p, 1 - p) < 1e-9)) return;
        const again = demand(estimateRecalibration(recalibrated, outcomes));
        expect(again.slope.value).toBeCloseTo(1, 6);
        expect(again.intercept.value).toBeCloseTo(0, 6);
      }),
    );
  });

  it("settles where the probabilities hardly differ and lie far from one half", () => {
    const random = createRandom(4);
    const probabilities = Float64Array.from({ length: 400 }, () => 1e-6 * (1 + 1e-4 * random()));
    const outcomes = Uint8Array.from({ length: 400 }, () => (random() < 0.3 ? 1 : 0));
    const { slope, intercept } = demand(estimateRecalibration(probabilities, outcomes));
    expect(Number.isFinite(slope.standardError)).toBe(true);
    expect(Number.isFinite(intercept.standardError)).toBe(true);
    const centre = Math.log(1.00005e-6);
    expect(sigmoid(intercept.value + slope.value * centre)).toBeCloseTo(0.3, 1);
  });

  it.each([
    ["all deals have the same outcome", [0.2, 0.4], [1, 1]],
    ["all deals have the same outcome", [], []],
    ["all probabilities are equal", [0.3, 0.3, 0.3], [0, 1, 0]],
    ["one probability divides", [0.1, 0.2, 0.3, 0.4], [0, 0, 1, 1]],
    ["one probability divides", [0.1, 0.2, 0.2, 0.4], [1, 1, 0, 0]],
  ])("is not estimable when %s", (reason, probabilities, outcomes) => {
    expect(
      estimateRecalibration(Float64Array.from(probabilities), Uint8Array.from(outcomes)),
    ).toEqual({ notEstimable: expect.stringContaining(reason) });
  });
});

describe("estimateCalibrationInTheLarge", () => {
  it.each(cases)("gives the oracle's intercept, $name probabilities", (example) => {
    const estimate = demand(estimateCalibrationInTheLarge(example.probabilities, outcomes));
    const { intercept, se } = example.expected.calibration_in_the_large;
    expect(differ(estimate.value, intercept)).toBeLessThan(1e-12);
    expect(differ(estimate.standardError, se)).toBeLessThan(1e-9);
  });

  it("is the base rate's distance in log-odds when all probabilities are equal", () => {
    const probabilities = Float64Array.of(0.5, 0.5, 0.5, 0.5);
    const estimate = demand(
      estimateCalibrationInTheLarge(probabilities, Uint8Array.of(1, 0, 1, 1)),
    );
    expect(estimate.value).toBeCloseTo(Math.log(3), 14);
    expect(estimate.standardError).toBeCloseTo(Math.sqrt(1 + 1 / 3), 14);
  });

  it("counts deals that go together as one", () => {
    // Three of four accounts won: of each four deals alike, so that only the four tell anything.
    const probabilities = new Float64Array(16).fill(0.5);
    const won = Uint8Array.from(probabilities, (_, i) => (i < 12 ? 1 : 0));
    const clusters = Uint32Array.from(probabilities, (_, i) => i >> 2);
    const estimate = demand(estimateCalibrationInTheLarge(probabilities, won, { clusters }));
    expect(estimate.value).toBeCloseTo(Math.log(3), 14);
    // As of four deals alone, whose variance is taken over 4 − 1.
    expect(estimate.standardError).toBeCloseTo(Math.sqrt((1 + 1 / 3) * (4 / 3)), 14);
    const one = new Uint32Array(16);
    expect(estimateCalibrationInTheLarge(probabilities, won, { clusters: one })).toHaveProperty(
      "notEstimable",
    );
  });

  it("makes the mean probability the win rate", () => {
    fc.assert(
      fc.property(arbitraryDeals(probability, { minLength: 4 }), ({ scores, outcomes }) => {
        const estimate = estimateCalibrationInTheLarge(scores, outcomes);
        const won = outcomes.reduce((sum, outcome) => sum + outcome, 0);
        if (won === 0 || won === outcomes.length) {
          expect(estimate).toHaveProperty("notEstimable");
          return;
        }
        const a = demand(estimate).value;
        const total = scores.reduce((sum, p) => sum + sigmoid(a + logit(p)), 0);
        expect(total).toBeCloseTo(won, 9);
      }),
    );
  });
});
