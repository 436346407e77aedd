import { describe, expect, it } from "vitest";
import { isEstimated } from "../../../src/statistics/estimate.ts";
import { createRandom, drawNormal } from "../../../src/statistics/random.ts";
import { estimateSampledAuc } from "../../../src/statistics/sampled-auc.ts";
import type { TriagedLead } from "../../../src/store/served-leads.ts";
import { weighSelection } from "../../../src/workflows/comparing/weighed-selection.ts";
import { demand } from "../../statistics/deals.ts";

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const CALIBRATION = {
  probabilities: new Float64Array(0),
  toProbabilities: (points: Float64Array) => points.map((point) => sigmoid(point / 10)),
  note: "",
};
const EXPLORED = 0.3;
const TERMS = { clustering: null, capacity: {} };

/** Leads of whom those above 0 points are handed over, and a share of the others; some still wait. */
function simulate(n: number, known: { readonly asked: number; readonly explored: number }) {
  const random = createRandom(5);
  const all = Array.from({ length: n }, (_, i) => {
    const truth = drawNormal(random);
    const points = 10 * (truth + drawNormal(random));
    const won = random() < sigmoid(1.5 * truth - 0.5);
    const passes = points >= 0;
    const handedOver = passes || random() < EXPLORED;
    const isKnown = handedOver && random() < (passes ? known.asked : known.explored);
    const lead: TriagedLead = {
      lead: `L-${i}`,
      account: null,
      owner: null,
      at: i,
      points,
      probability: sigmoid(truth + 0.5 * drawNormal(random)),
      scorecardVersionId: 1,
      outcome: isKnown ? (won ? "won" : "lost") : null,
      because: passes ? "score" : handedOver ? "exploration" : "neither",
      propensity: passes ? 1 : EXPLORED,
    };
    return { lead, won };
  });
  const auc = (of: (lead: TriagedLead) => number) =>
    demand(
      estimateSampledAuc(
        Float64Array.from(all, ({ lead }) => of(lead)),
        Uint8Array.from(all, ({ won }) => Number(won)),
        {},
      ),
    ).value;
  return {
    leads: all.map(({ lead }) => lead),
    truth: { rules: auc(({ points }) => points), model: auc(({ probability }) => probability!) },
  };
}

describe("weighSelection", () => {
  it("comes within .01 of all leads where those explored wait longer for an outcome", () => {
    const { leads, truth } = simulate(40_000, { asked: 0.9, explored: 0.45 });
    const { selection, notes } = weighSelection(leads, CALIBRATION, TERMS);
    if (!isEstimated(selection)) throw new Error(selection.notEstimable);
    const { naive } = selection;
    const weighted = demand(selection.weighted);
    for (const arm of ["rules", "model"] as const)
      expect(Math.abs(demand(weighted.auc[arm]).value - truth[arm])).toBeLessThan(0.01);
    const gap = truth.model - truth.rules;
    expect(Math.abs(demand(weighted.auc.difference).value - gap)).toBeLessThan(0.01);
    expect(Math.abs(demand(naive.auc.difference).value - gap)).toBeGreaterThan(0.02);
    expect(selection.n).toBeGreaterThan(39_990);
    const known = leads.filter(({ outcome }) => outcome !== null).length;
    expect(Math.abs(selection.worked - known)).toBeLessThan(10);
    expect(notes).toContainEqual(
      expect.stringMatching(
        /^Figures of all leads take the [\d,]+ handed-over leads without an outcome yet/,
      ),
    );
  });

  it("guesses chances, and gives no verdict for all leads, where nothing was explored", () => {
    const { leads } = simulate(2000, { asked: 0.9, explored: 1 });
    const scored = leads.map((lead) =>
      lead.because === "exploration"
        ? { ...lead, because: "neither" as const, outcome: null, propensity: 0 }
        : lead,
    );
    const { selection } = weighSelection(scored, CALIBRATION, TERMS);
    expect(selection).toMatchObject({ verdict: null, propensities: { source: "estimated" } });
  });

  it("takes as many of all leads as sales can work", () => {
    const { leads } = simulate(2000, { asked: 0.9, explored: 0.9 });
    const week = 7 * 86_400_000;
    const dated = leads.map((lead, i) => ({ ...lead, at: (i * 10 * week) / leads.length }));
    const terms = { clustering: null, capacity: { mql: 50 } };
    const { selection } = weighSelection(dated, CALIBRATION, terms);
    if (!isEstimated(selection)) throw new Error(selection.notEstimable);
    expect(selection.top.share).toBeGreaterThan(0.22);
    expect(selection.top.share).toBeLessThan(0.28);
    expect(demand(demand(selection.weighted).top).taken / 2000).toBeCloseTo(selection.top.share, 1);
  });

  it("says why there is nothing to weigh", () => {
    expect(weighSelection([], CALIBRATION, TERMS).selection).toHaveProperty("notEstimable");
  });
});
