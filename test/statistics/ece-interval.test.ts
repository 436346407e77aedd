import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateCalibrationError } from "../../src/statistics/calibration-error.ts";
import {
  estimateCalibrationErrorInterval,
  estimateSquaredCalibrationError,
} from "../../src/statistics/ece-interval.ts";
import type { Interval } from "../../src/statistics/estimate.ts";
import { createRandom } from "../../src/statistics/random.ts";
import oracle from "../oracles/calibration.json" with { type: "json" };
import { arbitraryDeals, demand, differ, probability } from "./deals.ts";

const outcomes = Uint8Array.from(oracle.inputs.y);
const probabilities = Float64Array.from(oracle.inputs.p);
const deals = arbitraryDeals(probability, { minLength: 1 });
const BINS = 10;

/** How the true win probability of a deal comes from its probability, and which they are. */
interface World {
  readonly name: string;
  readonly n: number;
  readonly draw: (random: () => number) => number;
  readonly truth: (p: number) => number;
}

const worlds: World[] = [
  { name: "right", n: 500, draw: (random) => random(), truth: (p) => p },
  { name: "right and few", n: 100, draw: (random) => random(), truth: (p) => p },
  { name: "right and rare", n: 500, draw: (random) => 0.1 * random(), truth: (p) => p },
  { name: "twice too low", n: 500, draw: (random) => 0.3 * random(), truth: (p) => 2 * p },
  { name: "too extreme", n: 1000, draw: (random) => random(), truth: (p) => 0.25 + p / 2 },
  {
    name: "wrong at the top only",
    n: 500,
    draw: (random) => random(),
    truth: (p) => (p > 0.8 ? p - 0.3 : p),
  },
];

/** Shares of runs in which the interval lies above, and below, the true figure of the bins. */
function simulate(
  { n, draw, truth }: World,
  estimate: (p: Float64Array, y: Uint8Array) => Interval,
  power: 1 | 2,
) {
  const random = createRandom(77);
  const runs = 1_000;
  let [above, below] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const p = Float64Array.from({ length: n }, () => draw(random)).toSorted();
    const y = Uint8Array.from(p, (pi) => (random() < truth(pi) ? 1 : 0));
    const size = n / BINS;
    let actual = 0;
    for (let b = 0; b < BINS; b++) {
      const own = p.subarray(b * size, (b + 1) * size);
      const gap = own.reduce((sum, pi) => sum + truth(pi) - pi, 0) / size;
      actual += Math.abs(gap) ** power / BINS;
    }
    const { low, high } = estimate(p, y);
    // Rounding alone parts a true figure of 0 from 0.
    if (low > actual + 1e-12) above++;
    if (high < actual - 1e-12) below++;
  }
  return { above: above / runs, below: below / runs };
}

describe("estimateCalibrationErrorInterval", () => {
  it("gives the plug-in error, and what chance would make of right probabilities", () => {
    const error = demand(estimateCalibrationErrorInterval(probabilities, outcomes, BINS));
    expect(differ(error.value, oracle.outputs.continuous.equal_mass_10.ece)).toBeLessThan(1e-14);
    const byChance = oracle.outputs.continuous.equal_mass_10.bins.reduce(
      (sum, { n, mean_p }) =>
        sum + (n / 500) * Math.sqrt((2 * mean_p * (1 - mean_p)) / Math.PI / n),
      0,
    );
    expect(error.byChance).toBeCloseTo(byChance, 13);
  });

  it("ends, over one bin, at the quantiles of a normal and of its distance from 0", () => {
    // 400 deals at ½, 240 won: distance .1, standard error ½/20 = .025 (Wilson's is smaller).
    const p = new Float64Array(400).fill(0.5);
    const y = Uint8Array.from(p, (_, i) => (i < 240 ? 1 : 0));
    const { value, low, high, byChance } = demand(estimateCalibrationErrorInterval(p, y, 1));
    expect(value).toBeCloseTo(0.1, 14);
    expect(high).toBeCloseTo(0.1 + 1.959963984540054 * 0.025, 14);
    expect(byChance).toBeCloseTo(0.025 * Math.sqrt(2 / Math.PI), 14);
    // P(|Z| ≤ 2.2414) = .975; three moments come within .03 of that quantile.
    expect(Math.abs((value - low) / 0.025 - 2.2414)).toBeLessThan(0.03);
  });

  it.each(worlds)("misses the true error of the bins no oftener than promised: $name", (world) => {
    const missed = simulate(
      world,
      (p, y) => demand(estimateCalibrationErrorInterval(p, y, BINS)),
      1,
    );
    // 2.5 % at each end, and three standard errors of 1,000 runs
    expect(missed.above).toBeLessThan(0.04);
    expect(missed.below).toBeLessThan(0.04);
  });

  it("is on average by chance what it says, when the probabilities are right", () => {
    const random = createRandom(2);
    let [value, byChance] = [0, 0];
    for (let run = 0; run < 400; run++) {
      const p = Float64Array.from({ length: 400 }, random);
      const y = Uint8Array.from(p, (pi) => (random() < pi ? 1 : 0));
      const error = demand(estimateCalibrationErrorInterval(p, y));
      value += error.value / 400;
      byChance += error.byChance / 400;
    }
    expect(value / byChance).toBeGreaterThan(0.95);
    expect(value / byChance).toBeLessThan(1.03);
  });

  it("finds an error that is there", () => {
    const p = Float64Array.from({ length: 2_000 }, (_, i) => i / 4_000);
    const random = createRandom(6);
    const y = Uint8Array.from(p, (pi) => (random() < 2 * pi ? 1 : 0));
    const error = demand(estimateCalibrationErrorInterval(p, y));
    expect(error.low).toBeGreaterThan(0.2);
    expect(error.high).toBeLessThan(0.3);
  });

  it("holds its value, in [0, 1]", () => {
    fc.assert(
      fc.property(deals, fc.integer({ min: 1, max: 12 }), ({ scores, outcomes }, bins) => {
        const error = demand(estimateCalibrationErrorInterval(scores, outcomes, bins));
        expect(error.value).toBe(estimateCalibrationError(scores, outcomes, bins));
        expect(error.low).toBeGreaterThanOrEqual(0);
        expect(error.low).toBeLessThanOrEqual(error.value);
        expect(error.high).toBeGreaterThanOrEqual(error.value);
        expect(error.high).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("is not estimable without deals", () => {
    expect(estimateCalibrationErrorInterval(new Float64Array(), new Uint8Array())).toHaveProperty(
      "notEstimable",
    );
  });
});

describe("estimateSquaredCalibrationError", () => {
  it("gives the oracle's debiased square", () => {
    const expected = oracle.outputs.continuous.equal_mass_10.sq_ce_debiased;
    const { value } = demand(estimateSquaredCalibrationError(probabilities, outcomes));
    expect(differ(value, Math.max(0, expected))).toBeLessThan(1e-14);
  });

  it("bounds the squares that a test of the debiased one would not reject", () => {
    // One bin of 400 deals at ½ of which 280 won: D² = .04, σ² = 1/1600, v̂ = .21/399.
    const p = new Float64Array(400).fill(0.5);
    const y = Uint8Array.from(p, (_, i) => (i < 280 ? 1 : 0));
    const { value, low, high } = demand(estimateSquaredCalibrationError(p, y, 1));
    expect(value).toBeCloseTo(0.04 - 0.21 / 399, 14);
    for (const theta of [low, high]) {
      const z = (value - theta) / Math.sqrt((4 * theta) / 1600 + 2 / 1600 ** 2);
      expect(Math.abs(z)).toBeCloseTo(1.959963984540054, 10);
    }
  });

  it.each(worlds)(
    "holds the true square of the bins about as often as promised: $name",
    (world) => {
      const missed = simulate(
        world,
        (p, y) => demand(estimateSquaredCalibrationError(p, y, BINS)),
        2,
      );
      expect(missed.above).toBeLessThan(0.065);
      expect(missed.below).toBeLessThan(0.04);
    },
  );

  it("holds its value and stays at or above 0", () => {
    fc.assert(
      fc.property(deals, ({ scores, outcomes }) => {
        const square = estimateSquaredCalibrationError(scores, outcomes, 4);
        if ("notEstimable" in square) return;
        expect(square.low).toBeGreaterThanOrEqual(0);
        expect(square.low).toBeLessThanOrEqual(square.value);
        expect(square.high).toBeGreaterThanOrEqual(square.value);
        expect(square.high).toBeLessThan(Infinity);
      }),
    );
  });

  it("is 0 for certainties that came true, and not estimable from bins of one deal", () => {
    const certain = Float64Array.of(1, 1, 1, 0, 0, 0);
    expect(
      demand(estimateSquaredCalibrationError(certain, Uint8Array.from(certain), 2)).value,
    ).toBe(0);
    expect(
      estimateSquaredCalibrationError(Float64Array.of(0.2, 0.4), Uint8Array.of(0, 1), 2),
    ).toHaveProperty("notEstimable");
  });
});
