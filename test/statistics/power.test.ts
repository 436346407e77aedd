import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  detectableDifference,
  powerOfDifference,
  unitsForDifference,
} from "../../src/statistics/power.ts";
import { createRandom, drawNormal } from "../../src/statistics/random.ts";
import { sequenceHalfWidth } from "../../src/statistics/sequence.ts";
import { inflationOfSequence, powerOfSequence } from "../../src/statistics/sequence-power.ts";
import oracle from "../oracles/proportions_tests.json" with { type: "json" };

const rate = fc.double({ min: 0.01, max: 0.6, noNaN: true });
const difference = fc.double({ min: 0.005, max: 0.3, noNaN: true });

describe("unitsForDifference", () => {
  it.each(oracle.sample_size)(
    "gives the formula with separate variances for $abs_mde from $p0, power $power",
    ({ p0, abs_mde, alpha, power, ratio, ...wanted }) => {
      const units = unitsForDifference(
        { baseRate: p0, difference: abs_mde, ratio },
        { alpha, power },
      );
      expect(units / wanted.n_control_unpooled).toBeCloseTo(1, 12);
      expect(units / wanted.n_control_arcsine_statsmodels).toBeCloseTo(1, 1);
    },
  );

  it("needs fewer the more a covariate foretells", () => {
    const question = { baseRate: 0.2, difference: 0.05 };
    const half = unitsForDifference({ ...question, explained: 0.5 });
    expect(half).toBeCloseTo(unitsForDifference(question) / 2, 9);
  });

  it("refuses rates outside (0, 1) and no difference", () => {
    for (const wrong of [
      { baseRate: 0, difference: 0.1 },
      { baseRate: 0.9, difference: 0.1 },
      { baseRate: 0.5, difference: 0 },
      { baseRate: 0.5, difference: 0.1, ratio: 0 },
      { baseRate: 0.5, difference: 0.1, explained: 1 },
    ]) {
      expect(() => unitsForDifference(wrong)).toThrow(RangeError);
    }
    expect(() => unitsForDifference({ baseRate: 0.5, difference: 0.1 }, { power: 1 })).toThrow(
      RangeError,
    );
  });
});

describe("powerOfDifference and detectableDifference", () => {
  it("undo unitsForDifference", () => {
    fc.assert(
      fc.property(rate, difference, (baseRate, difference) => {
        const question = { baseRate, difference };
        const units = unitsForDifference(question);
        // The wrong side's rejections add a millionth.
        expect(powerOfDifference(question, units)).toBeCloseTo(0.8, 5);
        expect(detectableDifference({ baseRate }, units)).toBeCloseTo(difference, 7);
      }),
    );
  });

  it("finds nothing detectable with one unit", () => {
    expect(detectableDifference({ baseRate: 0.5 }, 0.1)).toBe(Infinity);
  });
});

describe("powerOfSequence", () => {
  it("agrees with simulated paths", () => {
    const random = createRandom(3);
    const [looks, drift, runs] = [20, 3.5, 4000];
    const last = -2 * Math.log(0.05) + Math.log1p(-2 * Math.log(0.05));
    let found = 0;
    for (let run = 0; run < runs; run++) {
      let path = 0;
      for (let look = 1; look <= looks; look++) {
        path += drift / looks + drawNormal(random) / Math.sqrt(looks);
        const edge = Math.sqrt(look / looks) * sequenceHalfWidth((last * look) / looks, 0.05);
        if (Math.abs(path) < edge) continue;
        found++;
        break;
      }
    }
    // Standard error .0076
    expect(Math.abs(powerOfSequence(drift, looks) - found / runs)).toBeLessThan(0.025);
  });

  it("keeps false alarms below alpha, however many the looks", () => {
    const few = powerOfSequence(0, 2);
    const many = powerOfSequence(0, 60);
    expect(few).toBeLessThan(many);
    expect(many).toBeLessThan(0.02);
    // Field figure: 1.3 % in 30 looks.
    expect(powerOfSequence(0, 30)).toBeCloseTo(0.0125, 2);
  });

  it("rises with the drift", () => {
    expect(powerOfSequence(3, 10)).toBeLessThan(powerOfSequence(4, 10));
    expect(powerOfSequence(-3, 10)).toBeCloseTo(powerOfSequence(3, 10), 9);
  });

  it("refuses looks that are not whole", () => {
    expect(() => powerOfSequence(1, 0)).toThrow(RangeError);
    expect(() => powerOfSequence(1, 2.5)).toThrow(RangeError);
  });
});

describe("inflationOfSequence", () => {
  it("needs more than one test at the end, and less the more one looks", () => {
    const [once, monthly] = [inflationOfSequence(1), inflationOfSequence(30)];
    expect(once).toBeGreaterThan(monthly);
    expect(monthly).toBeGreaterThan(1.5);
    const drift = 1.959964 + 0.841621;
    expect(powerOfSequence(drift * Math.sqrt(monthly), 30)).toBeCloseTo(0.8, 2);
  });
});
