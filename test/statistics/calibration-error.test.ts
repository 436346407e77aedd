import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  equalWidthBins,
  estimateCalibrationError,
  measureCalibrationErrors,
  reliabilityBins,
} from "../../src/statistics/calibration-error.ts";
import { createRandom } from "../../src/statistics/random.ts";
import oracle from "../oracles/calibration.json" with { type: "json" };
import { arbitraryDeals, differ, probability } from "./deals.ts";

const outcomes = Uint8Array.from(oracle.inputs.y);
const continuous = Float64Array.from(oracle.inputs.p);
const tied = Float64Array.from(oracle.inputs.p_tied);
const deals = arbitraryDeals(probability, { minLength: 1 });

const binnings = [
  {
    name: "equal mass",
    bins: reliabilityBins(continuous, outcomes, 10),
    expected: oracle.outputs.continuous.equal_mass_10,
  },
  {
    name: "equal width",
    bins: equalWidthBins(continuous, outcomes, 10),
    expected: oracle.outputs.continuous.equal_width_10,
  },
  {
    name: "equal width, tied probabilities",
    bins: equalWidthBins(tied, outcomes, 10),
    expected: oracle.outputs.tied.equal_width_10,
  },
];

describe("bins of probabilities", () => {
  it.each(binnings)("are the oracle's for $name", ({ bins, expected }) => {
    expect(bins.map(({ n }) => n)).toEqual(expected.bins.map(({ n }) => n));
    bins.forEach(({ predicted, observed }, b) => {
      expect(differ(predicted, expected.bins[b]!.mean_p)).toBeLessThan(1e-14);
      expect(differ(observed, expected.bins[b]!.rate)).toBeLessThan(1e-14);
    });
  });

  it.each(binnings)("give the oracle's errors for $name", ({ bins, expected }) => {
    const errors = measureCalibrationErrors(bins);
    expect(differ(errors.expected, expected.ece)).toBeLessThan(1e-14);
    expect(differ(errors.largest, expected.mce)).toBeLessThan(1e-14);
    expect(differ(errors.squared, expected.sq_ce_plugin)).toBeLessThan(1e-14);
    expect(differ(errors.squaredDebiased, expected.sq_ce_debiased)).toBeLessThan(1e-14);
  });

  it("hold every deal once, in order, with an interval around what was observed", () => {
    fc.assert(
      fc.property(deals, fc.integer({ min: 1, max: 12 }), ({ scores, outcomes }, count) => {
        for (const bins of [
          reliabilityBins(scores, outcomes, count),
          equalWidthBins(scores, outcomes, count),
        ]) {
          const sum = (of: (bin: (typeof bins)[number]) => number) =>
            bins.reduce((total, bin) => total + of(bin), 0);
          expect(bins.length).toBeLessThanOrEqual(count);
          expect(sum((bin) => bin.n)).toBe(scores.length);
          expect(sum((bin) => bin.n * bin.observed)).toBeCloseTo(
            outcomes.reduce((a, b) => a + b, 0),
            9,
          );
          expect(sum((bin) => bin.n * bin.predicted)).toBeCloseTo(
            scores.reduce((a, b) => a + b, 0),
            9,
          );
          for (const [b, { predicted, observed, low, high }] of bins.entries()) {
            expect(low).toBeLessThanOrEqual(observed);
            expect(high).toBeGreaterThanOrEqual(observed);
            if (b > 0) expect(predicted).toBeGreaterThan(bins[b - 1]!.predicted);
          }
        }
      }),
    );
  });
});

describe("reliabilityBins", () => {
  it("makes bins of n / bins deals when no two probabilities are equal", () => {
    const probabilities = Float64Array.from({ length: 20 }, (_, i) => (19 - i) / 20);
    const bins = reliabilityBins(probabilities, new Uint8Array(20), 4);
    expect(bins.map(({ n }) => n)).toEqual([5, 5, 5, 5]);
  });

  it("keeps equal probabilities together, in the bin of their middle", () => {
    // Ranks 0-1: .1, 2-6: .2 (middle 4.5 of 10, second bin of four), 7: .3, 8-9: .4.
    const probabilities = Float64Array.of(0.2, 0.2, 0.1, 0.2, 0.4, 0.3, 0.2, 0.1, 0.2, 0.4);
    const bins = reliabilityBins(probabilities, Uint8Array.of(1, 0, 0, 0, 1, 1, 0, 0, 0, 1), 4);
    expect(bins).toMatchObject([
      { predicted: 0.1, observed: 0, n: 2 },
      { predicted: 0.2, observed: 0.2, n: 5 },
      { predicted: expect.closeTo(1.1 / 3, 15), observed: 1, n: 3 },
    ]);
  });

  it("makes one bin of deals that all have the same probability", () => {
    const bins = reliabilityBins(
      new Float64Array(8).fill(0.3),
      Uint8Array.of(1, 0, 0, 0, 0, 0, 1, 0),
    );
    expect(bins).toMatchObject([{ predicted: expect.closeTo(0.3, 15), observed: 0.25, n: 8 }]);
  });

  it("has no bins for no deals", () => {
    expect(reliabilityBins(new Float64Array(), new Uint8Array())).toEqual([]);
  });

  it("refuses no bins, half bins, and what is no probability", () => {
    const one = Uint8Array.of(1);
    for (const bins of [0, 2.5, NaN]) {
      expect(() => reliabilityBins(Float64Array.of(0.5), one, bins)).toThrow(RangeError);
    }
    for (const p of [NaN, -0.1, 1.1]) {
      expect(() => reliabilityBins(Float64Array.of(p), one)).toThrow(RangeError);
      expect(() => equalWidthBins(Float64Array.of(p), one)).toThrow(RangeError);
    }
  });
});

describe("equalWidthBins", () => {
  it("puts an edge into the bin above it, and 1 into the last", () => {
    for (let k = 0; k <= 100; k++) {
      const [bin] = equalWidthBins(Float64Array.of(k / 100, 0.999), Uint8Array.of(1, 0), 100);
      // Alone in its bin unless that is the last, which 0.999 shares.
      expect(bin!.n).toBe(k < 99 ? 1 : 2);
    }
    const edges = Float64Array.from({ length: 100 }, (_, k) => k / 100);
    expect(equalWidthBins(edges, new Uint8Array(100), 100)).toHaveLength(100);
  });
});

describe("estimateCalibrationError", () => {
  it("is the oracle's ECE over ten bins of equal mass", () => {
    const expected = oracle.outputs.continuous.equal_mass_10.ece;
    expect(differ(estimateCalibrationError(continuous, outcomes), expected)).toBeLessThan(1e-14);
  });

  it("is the distance from the base rate over one bin", () => {
    const probabilities = Float64Array.of(0.1, 0.5, 0.9, 0.9);
    const error = estimateCalibrationError(probabilities, Uint8Array.of(0, 0, 1, 0), 1);
    expect(error).toBeCloseTo(0.6 - 0.25, 15);
  });

  it("lies in [0, 1] and is 0 for certainties that came true", () => {
    fc.assert(
      fc.property(deals, ({ scores, outcomes }) => {
        const error = estimateCalibrationError(scores, outcomes);
        expect(error).toBeGreaterThanOrEqual(0);
        expect(error).toBeLessThanOrEqual(1);
        expect(estimateCalibrationError(Float64Array.from(outcomes), outcomes)).toBe(0);
      }),
    );
  });

  it("refuses to speak of no deals", () => {
    expect(() => estimateCalibrationError(new Float64Array(), new Uint8Array())).toThrow(
      RangeError,
    );
  });
});

describe("the debiased square", () => {
  it("takes from a bin's squared distance the variance of its win rate", () => {
    // .5 against 1 in 4: 1/16 − (3/16)/3 = 0; and a bin of one deal, which counts nothing.
    const probabilities = Float64Array.of(0.5, 0.5, 0.5, 0.5, 0.9);
    const errors = measureCalibrationErrors(
      equalWidthBins(probabilities, Uint8Array.of(1, 0, 0, 0, 1)),
    );
    expect(errors.squaredDebiased).toBeCloseTo(0, 15);
    expect(errors.squared).toBeCloseTo((4 / 16 + 0.01) / 5, 15);
  });

  it("is 0 on average for right probabilities, where the plain one is not", () => {
    const random = createRandom(21);
    const runs = Array.from({ length: 400 }, () => {
      const probabilities = Float64Array.from({ length: 200 }, random);
      const outcomes = Uint8Array.from(probabilities, (p) => (random() < p ? 1 : 0));
      return measureCalibrationErrors(reliabilityBins(probabilities, outcomes, 10));
    });
    const mean = (of: (run: (typeof runs)[number]) => number) =>
      runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
    // Within a bin p varies by less than .1, which takes the expectation less than .001 / 20 off 0.
    expect(Math.abs(mean((run) => run.squaredDebiased))).toBeLessThan(0.001);
    expect(mean((run) => run.squared)).toBeGreaterThan(0.006);
  });
});
