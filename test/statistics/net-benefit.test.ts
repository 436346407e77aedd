import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEstimated } from "../../src/statistics/estimate.ts";
import { estimateMean } from "../../src/statistics/log-loss.ts";
import { compareNetBenefits, estimateNetBenefit } from "../../src/statistics/net-benefit.ts";
import { createRandom } from "../../src/statistics/random.ts";
import inputs from "../oracles/calibration.json" with { type: "json" };
import oracle from "../oracles/decision_metrics.json" with { type: "json" };
import { arbitraryDeals, demand, differ, probability } from "./deals.ts";

const outcomes = Uint8Array.from(inputs.inputs.y);
const probabilities = Float64Array.from(inputs.inputs.p);
const deals = arbitraryDeals(probability, { minLength: 2 });
const threshold = fc.double({ min: 0, max: 0.95, noNaN: true });

describe("estimateNetBenefit", () => {
  it.each(oracle.net_benefit)("gives the oracle's figures at $threshold", (expected) => {
    const benefit = demand(estimateNetBenefit(probabilities, outcomes, expected.threshold));
    expect(differ(benefit.wonTaken, expected.tp_rate)).toBeLessThan(1e-14);
    expect(differ(benefit.lostTaken, expected.fp_rate)).toBeLessThan(1e-14);
    expect(differ(benefit.value, expected.net_benefit)).toBeLessThan(1e-14);
    expect(differ(benefit.standardError, expected.se_iid)).toBeLessThan(1e-14);
    expect(differ(benefit.takingAll.value, expected.treat_all)).toBeLessThan(1e-14);
    expect(differ(demand(benefit.standardised).value, expected.standardized)).toBeLessThan(1e-13);
  });

  it("counts a win as one and a loss at the odds of the threshold, the threshold being taken", () => {
    // At .25 three losses cost a win. Taken: two won, one lost, of five deals; all: 2 − 3/3 = 1.
    const benefit = demand(
      estimateNetBenefit(
        Float64Array.of(0.9, 0.25, 0.3, 0.1, 0.2),
        Uint8Array.of(1, 1, 0, 0, 0),
        0.25,
      ),
    );
    expect(benefit.value).toBeCloseTo((2 - 1 / 3) / 5, 15);
    expect(benefit.takingAll.value).toBeCloseTo(1 / 5, 15);
    expect(demand(benefit.standardised).value).toBeCloseTo((2 - 1 / 3) / 2, 15);
  });

  it("is the mean of the deals' own benefits, with the standard error of that mean", () => {
    fc.assert(
      fc.property(deals, threshold, ({ scores, outcomes }, t) => {
        const benefit = demand(estimateNetBenefit(scores, outcomes, t));
        const own = scores.map((p, i) => (p < t ? 0 : outcomes[i] === 1 ? 1 : -t / (1 - t)));
        const mean = demand(estimateMean(own));
        expect(differ(benefit.value, mean.value)).toBeLessThan(1e-12);
        expect(differ(benefit.standardError, mean.standardError)).toBeLessThan(1e-12);
      }),
    );
  });

  it("is the base rate when a lead costs nothing, whatever the probabilities", () => {
    const benefit = demand(estimateNetBenefit(probabilities, outcomes, 0));
    expect(benefit.value).toBeCloseTo(119 / 500, 15);
    expect(benefit.value).toBe(benefit.takingAll.value);
    expect(demand(benefit.standardised)).toMatchObject({ value: 1, standardError: 0 });
  });

  it("has a standardised value whose standard error is the spread over samples", () => {
    const random = createRandom(3);
    const runs = Array.from({ length: 2_000 }, () => {
      const p = Float64Array.from({ length: 300 }, () => random() * 0.6);
      const won = Uint8Array.from(p, (pi) => (random() < pi ? 1 : 0));
      return demand(demand(estimateNetBenefit(p, won, 0.3)).standardised);
    });
    const values = demand(estimateMean(Float64Array.from(runs, ({ value }) => value)));
    const typical = demand(estimateMean(Float64Array.from(runs, (run) => run.standardError)));
    const spread = values.standardError * Math.sqrt(2_000);
    expect(typical.value / spread).toBeGreaterThan(0.95);
    expect(typical.value / spread).toBeLessThan(1.05);
  });

  it("is 0 where no deal is taken, and not standardised where none was won", () => {
    const p = Float64Array.of(0.1, 0.2);
    expect(estimateNetBenefit(p, Uint8Array.of(1, 0), 0.5)).toMatchObject({
      value: 0,
      standardError: 0,
    });
    expect(demand(estimateNetBenefit(p, Uint8Array.of(0, 0), 0.1)).standardised).toHaveProperty(
      "notEstimable",
    );
    expect(estimateNetBenefit(Float64Array.of(0.1), Uint8Array.of(1), 0.5)).toHaveProperty(
      "notEstimable",
    );
  });

  it("counts deals that go together as one, and each in a cluster of its own as if alone", () => {
    const place = Uint32Array.from({ length: 1000 }, (_, i) => i >> 1);
    const reversed = probabilities.toReversed();
    const p = Float64Array.from(place, (i) => probabilities[i]!);
    const other = Float64Array.from(place, (i) => reversed[i]!);
    const won = Uint8Array.from(place, (i) => outcomes[i]!);
    const own = Uint32Array.from(probabilities.keys());
    const measures = [
      (q: Float64Array, _: Float64Array, y: Uint8Array, clusters?: Uint32Array) =>
        demand(estimateNetBenefit(q, y, 0.2, { clusters })),
      (q: Float64Array, _: Float64Array, y: Uint8Array, clusters?: Uint32Array) =>
        demand(demand(estimateNetBenefit(q, y, 0.2, { clusters })).standardised),
      (q: Float64Array, r: Float64Array, y: Uint8Array, clusters?: Uint32Array) =>
        demand(compareNetBenefits(q, r, y, 0.2, { clusters })),
    ];
    for (const measure of measures) {
      const alone = measure(probabilities, reversed, outcomes);
      const apart = measure(probabilities, reversed, outcomes, own);
      expect(differ(apart.standardError, alone.standardError)).toBeLessThan(1e-12);
      expect(apart.high).toBeGreaterThan(alone.high);
      const paired = measure(p, other, won, place);
      expect(differ(paired.value, alone.value)).toBeLessThan(1e-12);
      expect(paired.standardError / alone.standardError).toBeCloseTo(1, 2);
    }
    const one = new Uint32Array(500);
    expect(estimateNetBenefit(probabilities, outcomes, 0.2, { clusters: one })).toHaveProperty(
      "notEstimable",
    );
  });

  it("refuses a threshold at which no win pays for a loss", () => {
    for (const t of [1, -0.1, Number.NaN]) {
      expect(() => estimateNetBenefit(probabilities, outcomes, t)).toThrow(RangeError);
    }
  });
});

describe("compareNetBenefits", () => {
  const pairs = fc
    .array(fc.record({ first: probability, second: probability, outcome: fc.constantFrom(0, 1) }), {
      minLength: 2,
      maxLength: 40,
    })
    .map((rows) => ({
      first: Float64Array.from(rows, ({ first }) => first),
      second: Float64Array.from(rows, ({ second }) => second),
      outcomes: Uint8Array.from(rows, ({ outcome }) => outcome),
    }));

  it("is the difference of both, turned about when they change places", () => {
    fc.assert(
      fc.property(pairs, threshold, ({ first, second, outcomes }, t) => {
        const difference = demand(compareNetBenefits(first, second, outcomes, t));
        const back = demand(compareNetBenefits(second, first, outcomes, t));
        const a = demand(estimateNetBenefit(first, outcomes, t));
        const b = demand(estimateNetBenefit(second, outcomes, t));
        expect(differ(difference.value, a.value - b.value)).toBeLessThan(1e-12);
        expect(differ(back.value, -difference.value)).toBeLessThan(1e-12);
        expect(differ(back.standardError, difference.standardError)).toBeLessThan(1e-12);
      }),
    );
  });

  it("is paired: deals that both arms take or leave add no spread but their number", () => {
    // Of 100 deals the arms differ on two: one won that only the first takes, one lost likewise.
    const first = new Float64Array(100).fill(0.9);
    const second = first.map((p, i) => (i < 2 ? 0.1 : p));
    const outcomes = Uint8Array.from(first, (_, i) => (i % 2 === 0 ? 1 : 0));
    const { value, standardError } = demand(compareNetBenefits(first, second, outcomes, 0.2));
    expect(value).toBeCloseTo((1 - 0.25) / 100, 15);
    const squares = (1 - value) ** 2 + (0.25 + value) ** 2 + 98 * value ** 2;
    expect(standardError).toBeCloseTo(Math.sqrt(squares / 99 / 100), 15);
  });

  it("compares with taking every deal and with taking none", () => {
    const all = new Float64Array(500).fill(1);
    const benefit = demand(estimateNetBenefit(probabilities, outcomes, 0.2));
    const overAll = demand(compareNetBenefits(probabilities, all, outcomes, 0.2));
    expect(overAll.value).toBeCloseTo(benefit.value - benefit.takingAll.value, 14);
    const overNone = demand(
      compareNetBenefits(probabilities, new Float64Array(500), outcomes, 0.2),
    );
    expect(overNone.value).toBeCloseTo(benefit.value, 15);
    expect(overNone.standardError).toBeCloseTo(benefit.standardError, 15);
  });

  it("is not estimable from one deal", () => {
    const one = Float64Array.of(0.5);
    expect(isEstimated(compareNetBenefits(one, one, Uint8Array.of(1), 0.1))).toBe(false);
  });
});
