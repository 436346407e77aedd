import { describe, expect, it } from "vitest";
import { testCalibration } from "../../src/statistics/calibration-test.ts";
import { createRandom } from "../../src/statistics/random.ts";
import oracle from "../oracles/calibration.json" with { type: "json" };
import { demand, differ } from "./deals.ts";

describe("testCalibration", () => {
  it.each([
    { name: "continuous", probabilities: oracle.inputs.p, expected: oracle.outputs.continuous },
    { name: "tied", probabilities: oracle.inputs.p_tied, expected: oracle.outputs.tied },
  ])("gives the z and p of rms, $name probabilities", ({ probabilities, expected }) => {
    const outcomes = Uint8Array.from(oracle.inputs.y);
    const { z, pValue } = demand(testCalibration(Float64Array.from(probabilities), outcomes));
    expect(differ(z, expected.rms_val_prob["S:z"])).toBeLessThan(1e-12);
    expect(differ(pValue, expected.rms_val_prob["S:p"])).toBeLessThan(1e-12);
    expect(differ(z, expected.spiegelhalter.z)).toBeLessThan(1e-13);
  });

  it("is (y − p)(1 − 2p) / √((1 − 2p)² p(1 − p)) of one deal", () => {
    // p = .2, lost: −.2 · .6 / √(.36 · .16) = −.5; p = .2, won: .8 · .6 / .24 = 2.
    const probability = Float64Array.of(0.2);
    expect(demand(testCalibration(probability, Uint8Array.of(0))).z).toBeCloseTo(-0.5, 14);
    expect(demand(testCalibration(probability, Uint8Array.of(1))).z).toBeCloseTo(2, 14);
  });

  it("rejects one in twenty right probabilities at p = .05", () => {
    const random = createRandom(17);
    let rejected = 0;
    for (let run = 0; run < 2000; run++) {
      const probabilities = Float64Array.from({ length: 200 }, random);
      const outcomes = Uint8Array.from(probabilities, (p) => (random() < p ? 1 : 0));
      if (demand(testCalibration(probabilities, outcomes)).pValue < 0.05) rejected++;
    }
    // Binomial with mean 100 and standard deviation 9.7.
    expect(Math.abs(rejected - 100)).toBeLessThan(40);
  });

  it("is not estimable when no probability leaves room for chance or for extremes", () => {
    const outcomes = Uint8Array.of(1, 0, 1);
    expect(testCalibration(Float64Array.of(0.5, 0, 1), outcomes)).toHaveProperty("notEstimable");
    expect(testCalibration(new Float64Array(), new Uint8Array())).toHaveProperty("notEstimable");
  });
});
