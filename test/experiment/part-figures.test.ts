import { describe, expect, it } from "vitest";
import { describeParts, type PartMeasures } from "../../src/experiment/part-figures.ts";
import { compareShadow } from "../../src/experiment/shadow.ts";
import { type ShadowLeads, takeLeads } from "../../src/experiment/shadow-leads.ts";
import { createRandom, drawNormal } from "../../src/statistics/random.ts";

const MEASURES: PartMeasures = {
  top: { share: 0.2 },
  price: 0.3,
  threshold: { name: "MQL", rules: 0, model: 0.5 },
};

function simulate(n: number): ShadowLeads {
  const random = createRandom(3);
  const truth = Float64Array.from({ length: n }, () => drawNormal(random));
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const arm = (noise: number) => {
    const scores = truth.map((x) => x + noise * drawNormal(random));
    return { scores, probabilities: scores.map(sigmoid) };
  };
  return {
    rules: arm(1.5),
    model: arm(0.4),
    outcomes: Uint8Array.from(truth, (x) => (random() < sigmoid(x) ? 1 : 0)),
    clusters: Uint32Array.from(truth, (_, i) => i >> 1),
  };
}

describe("describeParts", () => {
  it("says of each part what the whole comparison says of its leads alone", () => {
    const leads = simulate(600);
    const partOf = Int32Array.from({ length: 600 }, (_, i) => (i % 5 === 4 ? -1 : i % 2));
    const figures = describeParts(leads, partOf, 2, MEASURES);
    figures.forEach((figure, part) => {
      const rows = Uint32Array.from([...partOf.keys()].filter((i) => partOf[i] === part));
      const alone = compareShadow(takeLeads(leads, rows), {
        random: createRandom(1),
        replicates: 100,
        tops: [MEASURES.top],
        prices: [MEASURES.price],
        thresholds: [MEASURES.threshold!],
      });
      expect(figure.top).toEqual(alone.tops[0]!.comparison);
      expect(figure.netBenefit).toEqual(alone.netBenefit[0]!.difference);
      expect(figure.agreement).toEqual(alone.agreement[0]);
      expect(figure.lift).toEqual(alone.lift);
      expect(figure.inTheLarge.model).toEqual(alone.calibration.model.inTheLarge);
      expect(figure.slope.rules).toEqual(
        "slope" in alone.calibration.rules.line && alone.calibration.rules.line.slope,
      );
      expect(figure.brier).toMatchObject({
        value: expect.closeTo("value" in alone.brier.difference ? alone.brier.difference.value : 0),
      });
    });
  });

  it("gives reasons for a part of no lead, and of one", () => {
    const partOf = Int32Array.from({ length: 40 }, (_, i) => (i === 0 ? 1 : 2));
    const [none, one] = describeParts(simulate(40), partOf, 3, { ...MEASURES, threshold: null });
    for (const figures of [none!, one!]) {
      expect(figures.brier).toHaveProperty("notEstimable");
      expect(figures.inTheLarge.rules).toHaveProperty("notEstimable");
      expect(figures.top).toHaveProperty("notEstimable");
      expect(figures.agreement).toBeNull();
    }
    expect(none!.netBenefit).toHaveProperty("notEstimable");
  });

  it("refuses parts of other leads", () => {
    expect(() => describeParts(simulate(10), new Int32Array(9), 1, MEASURES)).toThrow(RangeError);
  });
});
