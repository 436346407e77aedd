import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideHandOver } from "../../src/experiment/assignment.ts";
import { clipPropensities, estimatePropensities } from "../../src/experiment/propensities.ts";
import { compareUnderSelection } from "../../src/experiment/selection.ts";
import { compareAucs } from "../../src/statistics/auc.ts";
import { createRandom, drawNormal } from "../../src/statistics/random.ts";
import { demand } from "../statistics/deals.ts";

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

function simulate(n: number, seed = 1) {
  const random = createRandom(seed);
  const truth = Float64Array.from({ length: n }, () => 1.2 * drawNormal(random));
  const rules = truth.map((x) => Math.round(10 * (x + 1.3 * drawNormal(random))));
  const model = truth.map((x) => x + 0.55 * drawNormal(random));
  return {
    rules: { scores: rules, probabilities: rules.map((s) => sigmoid(0.06 * s - 1.2)) },
    model: { scores: model, probabilities: model.map((s) => sigmoid(0.8 * s - 1.2)) },
    outcomes: Uint8Array.from(truth, (x) => (random() < sigmoid(x - 1.2) ? 1 : 0)),
  };
}

/** What scores 5 or more is handed over, and a share of the rest. */
function handOver(scores: Float64Array, share: number) {
  const decisions = Array.from(scores, (score, i) =>
    decideHandOver({ unit: `lead-${i}`, passes: score >= 5 }, { salt: "s", share }),
  );
  return {
    worked: Uint8Array.from(decisions, ({ handedOver }) => (handedOver ? 1 : 0)),
    propensities: Float64Array.from(decisions, ({ propensity }) => propensity),
  };
}

describe("compareUnderSelection", () => {
  const leads = simulate(60_000);
  const truth = demand(compareAucs(leads.model.scores, leads.rules.scores, leads.outcomes)).value;

  it("brings the gap back to what it is among all leads, where the naive one misleads", () => {
    const report = compareUnderSelection({ ...leads, ...handOver(leads.rules.scores, 0.08) });
    const naive = demand(report.naive.auc.difference);
    const weighted = demand(demand(report.weighted).auc.difference);
    const off = (value: number) => Math.abs(value - truth);
    expect(off(naive.value)).toBeGreaterThan(0.02);
    expect(off(weighted.value)).toBeLessThan(off(naive.value) / 2);
    expect(weighted.low).toBeLessThan(truth);
    expect(weighted.high).toBeGreaterThan(truth);
    expect(report.warnings).toEqual([]);
    expect(report.effective).toBeLessThan(report.worked);
    expect(report.propensities).toMatchObject({ source: "stored", raised: 0 });
  });

  it("weights precision and calibration too", () => {
    const report = compareUnderSelection({ ...leads, ...handOver(leads.rules.scores, 0.08) });
    const all = compareUnderSelection({ ...leads, worked: new Uint8Array(60_000).fill(1) });
    const precision = (figures: typeof report.naive) => demand(figures.top).precision.second.value;
    const real = precision(all.naive);
    expect(Math.abs(precision(demand(report.weighted)) - real)).toBeLessThan(0.03);
    expect(Math.abs(precision(report.naive) - real)).toBeGreaterThan(0.05);
    const slope = (figures: typeof report.naive) => demand(figures.calibration.rules).slope.value;
    const off = (figures: typeof report.naive) => Math.abs(slope(figures) - slope(all.naive));
    expect(off(demand(report.weighted))).toBeLessThan(0.1);
  });

  it("warns when no lead was handed over regardless of score", () => {
    const { worked } = handOver(leads.rules.scores, 0);
    const { warnings, propensities, weighted } = compareUnderSelection({ ...leads, worked });
    expect(propensities.source).toBe("estimated");
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toMatch(/^No share of leads was handed over regardless of score/);
    expect(warnings[1]).toMatch(/chance to be worked: the weighted figures say little of them/);
    expect(demand(demand(weighted).auc.difference).value).toBeGreaterThan(truth);
  });

  it("says the same weighted as naive when every lead was worked", () => {
    const few = simulate(300, 4);
    const report = compareUnderSelection({ ...few, worked: new Uint8Array(300).fill(1) });
    expect(report.warnings).toEqual([]);
    expect(report.effective).toBe(300);
    expect(demand(report.weighted).auc).toEqual(report.naive.auc);
  });

  it("has no weighted figures when none was worked", () => {
    const few = simulate(50, 5);
    const report = compareUnderSelection({ ...few, worked: new Uint8Array(50) });
    expect(report.weighted).toHaveProperty("notEstimable");
    expect(report.naive.auc.difference).toHaveProperty("notEstimable");
    expect(report.effective).toBe(0);
  });
});

describe("estimatePropensities", () => {
  it("gives the share worked at each score, pooled where it falls", () => {
    // Worked at score 1: 0 of 2; at 2: 1 of 2; at 3: 1 of 1.
    const scores = Float64Array.of(1, 1, 2, 2, 3);
    const { values, raised } = estimatePropensities(scores, Uint8Array.of(0, 0, 1, 0, 1));
    expect([...values]).toEqual([0.02, 0.02, 0.5, 0.5, 1]);
    expect(raised).toBe(2);
  });

  it("rises with the score, and stays within its bounds", () => {
    const lead = fc.record({
      score: fc.integer({ min: 0, max: 9 }),
      worked: fc.constantFrom(0, 1),
    });
    fc.assert(
      fc.property(fc.array(lead, { minLength: 1, maxLength: 50 }), (leads) => {
        const sorted = leads.toSorted((a, b) => a.score - b.score);
        const { values } = estimatePropensities(
          Float64Array.from(sorted, ({ score }) => score),
          Uint8Array.from(sorted, ({ worked }) => worked),
        );
        expect([...values]).toEqual([...values].toSorted((a, b) => a - b));
        expect(values.every((value) => value >= 0.02 && value <= 1)).toBe(true);
      }),
    );
  });
});

describe("clipPropensities", () => {
  it("refuses what is no chance", () => {
    expect(() => clipPropensities(Float64Array.of(1.2))).toThrow(RangeError);
    expect(() => clipPropensities(Float64Array.of(NaN))).toThrow(RangeError);
  });
});
