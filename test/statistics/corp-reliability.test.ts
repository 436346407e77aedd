import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateCorpReliability } from "../../src/statistics/corp-reliability.ts";
import { fitIsotonic } from "../../src/statistics/isotonic.ts";
import { createRandom } from "../../src/statistics/random.ts";

describe("CORP reliability", () => {
  it("is the isotonic regression at the predictions", () => {
    const deal = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(deal, { minLength: 1, maxLength: 40 }), (deals) => {
        const probabilities = Float64Array.from(deals, ([k]) => k / 20);
        const outcomes = Uint8Array.from(deals, ([, won]) => Number(won));
        const blocks = fitIsotonic(probabilities, outcomes);
        const points = estimateCorpReliability(probabilities, outcomes, {
          random: createRandom(1),
          replicates: 2,
        });
        for (const { predicted, observed } of points) {
          const block = blocks.find(({ from, to }) => from <= predicted && predicted <= to)!;
          expect(observed).toBeCloseTo(block.value, 12);
        }
      }),
    );
  });

  it("keeps the band around the predictions, and most of a calibrated curve within it", () => {
    const random = createRandom(7);
    const probabilities = Float64Array.from({ length: 4000 }, () => 0.05 + 0.6 * random());
    const outcomes = Uint8Array.from(probabilities, (p) => Number(random() < p));
    const points = estimateCorpReliability(probabilities, outcomes, { random });
    const inner = points.slice(3, -3);
    for (const { predicted, low, high } of inner) {
      expect(low).toBeLessThan(predicted);
      expect(high).toBeGreaterThan(predicted);
    }
    const within = inner.filter(({ observed, low, high }) => low <= observed && observed <= high);
    expect(within.length / inner.length).toBeGreaterThan(0.85);
  });

  it("shows overconfidence outside the band at both ends", () => {
    const random = createRandom(3);
    const truth = Float64Array.from({ length: 4000 }, () => 0.3 + 0.4 * random());
    const outcomes = Uint8Array.from(truth, (p) => Number(random() < p));
    const stretched = truth.map((p) => Math.min(1, Math.max(0, 0.5 + 2.4 * (p - 0.5))));
    const points = estimateCorpReliability(stretched, outcomes, { random });
    expect(points[2]!.observed).toBeGreaterThan(points[2]!.high);
    expect(points.at(-3)!.observed).toBeLessThan(points.at(-3)!.low);
  });

  it("says nothing of no deals", () => {
    const none = estimateCorpReliability(new Float64Array(0), new Uint8Array(0), {
      random: createRandom(1),
    });
    expect(none).toEqual([]);
  });
});
