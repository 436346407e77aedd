import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEstimated } from "../../src/statistics/estimate.ts";
import { estimateLift, gainsCurve } from "../../src/statistics/lift.ts";
import { createRandom, shuffle } from "../../src/statistics/random.ts";
import oracle from "../oracles/calibration.json" with { type: "json" };
import { arbitraryDeals, demand, points } from "./deals.ts";

const outcomes = Uint8Array.from(oracle.inputs.y);
const probabilities = Float64Array.from(oracle.inputs.p);
const deals = arbitraryDeals(points, { minLength: 4 }).filter(({ outcomes }) =>
  outcomes.includes(1),
);
const share = fc.double({ min: 0.05, max: 1, noNaN: true });

describe("estimateLift", () => {
  it("divides the win rate of the top tenth by the base rate, and Wilson's bounds likewise", () => {
    // Of the 50 best of 500 deals 30 were won, of all 500 it was 119.
    const lift = demand(estimateLift(probabilities, outcomes));
    expect(lift.value).toBeCloseTo(30 / 50 / (119 / 500), 13);
    expect(lift.low).toBeCloseTo(0.4618143774758936 / (119 / 500), 13);
    expect(lift.high).toBeCloseTo(0.7239161026974346 / (119 / 500), 13);
  });

  it("takes of deals level at the cut each an equal part", () => {
    // The top 2 of 8: the one with 9 points, won, and one of four with 5, one of them won.
    const scores = Float64Array.of(9, 5, 5, 5, 5, 1, 1, 1);
    const lift = demand(estimateLift(scores, Uint8Array.of(1, 0, 1, 0, 0, 0, 1, 0), 0.25));
    expect(lift.value).toBeCloseTo((1 + 1 / 4) / 2 / (3 / 8), 15);
  });

  it("is the average over random orders of level deals", () => {
    const random = createRandom(8);
    const scores = Float64Array.from({ length: 30 }, () => Math.floor(random() * 4));
    const outcomes = Uint8Array.from(scores, (score) => (random() < 0.2 + score / 5 ? 1 : 0));
    const { value } = demand(estimateLift(scores, outcomes, 0.3));
    const orders = 20_000;
    let sum = 0;
    for (let k = 0; k < orders; k++) {
      const place = shuffle(30, random);
      const untied = scores.map((score, i) => score + place[i]! / 30);
      sum += demand(estimateLift(untied, outcomes, 0.3)).value;
    }
    expect(sum / orders).toBeCloseTo(value, 2);
  });

  it("is 1 for scores that are all equal, and for the share of all", () => {
    fc.assert(
      fc.property(deals, share, ({ scores, outcomes }, share) => {
        const level = estimateLift(new Float64Array(scores.length), outcomes, share);
        if (isEstimated(level)) expect(level.value).toBeCloseTo(1, 12);
        expect(demand(estimateLift(scores, outcomes, 1)).value).toBeCloseTo(1, 12);
      }),
    );
  });

  it("lies in its interval, and is the gains curve's height over its share", () => {
    fc.assert(
      fc.property(deals, fc.integer({ min: 1, max: 10 }), ({ scores, outcomes }, tenths) => {
        const lift = estimateLift(scores, outcomes, tenths / 10);
        if (!isEstimated(lift)) {
          expect(tenths * scores.length).toBeLessThan(10);
          return;
        }
        const { captured } = gainsCurve(scores, outcomes, 10)[tenths]!;
        expect(lift.value).toBeCloseTo(captured / (tenths / 10), 12);
        expect(lift.low).toBeLessThanOrEqual(lift.value);
        expect(lift.high).toBeGreaterThanOrEqual(lift.value);
      }),
    );
  });

  it("is 1 when everything was won, whatever the rounding of the share", () => {
    for (let n = 4; n < 40; n++) {
      const scores = Float64Array.from({ length: n }, (_, i) => i % 2);
      for (let hundredths = 25; hundredths <= 100; hundredths++) {
        const lift = demand(estimateLift(scores, new Uint8Array(n).fill(1), hundredths / 100));
        expect(lift.value).toBeCloseTo(1, 14);
      }
    }
  });

  it("is not estimable when nothing was won, or the share is less than a deal", () => {
    const scores = Float64Array.of(1, 2, 3);
    expect(estimateLift(scores, Uint8Array.of(0, 0, 0), 1)).toHaveProperty("notEstimable");
    expect(estimateLift(scores, Uint8Array.of(0, 1, 0), 0.3)).toHaveProperty("notEstimable");
  });

  it("refuses a share outside (0, 1]", () => {
    for (const share of [0, -1, 1.1, NaN]) {
      expect(() => estimateLift(probabilities, outcomes, share)).toThrow(RangeError);
    }
  });
});

describe("gainsCurve", () => {
  it("takes the best scores first, equal ones along a straight line", () => {
    // Best first: one won; then two level, one of them won; then one lost.
    const curve = gainsCurve(Float64Array.of(2, 3, 1, 2), Uint8Array.of(0, 1, 0, 1), 8);
    expect(curve.map(({ share }) => share)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => i / 8));
    expect(curve.map(({ captured }) => captured)).toEqual([
      0, 0.25, 0.5, 0.625, 0.75, 0.875, 1, 1, 1,
    ]);
  });

  it("runs from (0, 0) to (1, 1) and never falls", () => {
    fc.assert(
      fc.property(deals, fc.integer({ min: 1, max: 60 }), ({ scores, outcomes }, steps) => {
        const curve = gainsCurve(scores, outcomes, steps);
        expect(curve).toHaveLength(steps + 1);
        expect(curve[0]).toEqual({ share: 0, captured: 0 });
        expect(curve.at(-1)).toEqual({ share: 1, captured: 1 });
        for (let i = 1; i < curve.length; i++) {
          expect(curve[i]!.captured).toBeGreaterThanOrEqual(curve[i - 1]!.captured - 1e-15);
        }
      }),
    );
  });

  it("turns about the middle when scores change sign", () => {
    fc.assert(
      fc.property(deals, ({ scores, outcomes }) => {
        const curve = gainsCurve(scores, outcomes, 20);
        const negated = gainsCurve(
          scores.map((score) => -score),
          outcomes,
          20,
        );
        curve.forEach(({ captured }, i) => {
          expect(negated[20 - i]!.captured).toBeCloseTo(1 - captured, 12);
        });
      }),
    );
  });

  it("is empty when nothing was won", () => {
    expect(gainsCurve(Float64Array.of(1, 2), Uint8Array.of(0, 0))).toEqual([]);
    expect(gainsCurve(new Float64Array(), new Uint8Array())).toEqual([]);
  });

  it("refuses a number of points that is not whole and positive", () => {
    expect(() => gainsCurve(probabilities, outcomes, 0)).toThrow(RangeError);
    expect(() => gainsCurve(probabilities, outcomes, 1.5)).toThrow(RangeError);
  });
});
