import { describe, expect, it } from "vitest";
import { doseLead } from "../../../src/scorecard/compiled.ts";
import type { AttributeValue } from "../../../src/scorecard/lead.ts";
import { makeLiveScorer } from "../../../src/workflows/live/live-scorer.ts";
import { CARD, MODEL } from "../../api/small-card.ts";
import { NOW } from "../../scorecard/cards.ts";
import { makeModelOf, wrapCard } from "../../store/published-versions.ts";

const VERSIONS = { scorecardVersionId: 1, modelVersionId: 1 };
const scorer = makeLiveScorer(VERSIONS, { scorecard: wrapCard(CARD), model: MODEL });

function makeLead(attributes: Record<string, AttributeValue>, pricingVisits = 0) {
  const visit = () => ({ type: "visit", asset: "pricing", at: NOW });
  return { id: "L", attributes, activities: Array.from({ length: pricingVisits }, visit) };
}

function explain(attributes: Record<string, AttributeValue>, pricingVisits = 0) {
  return scorer.explain(makeLead(attributes, pricingVisits), NOW);
}

const sides = ({ disagreements }: ReturnType<typeof explain>) =>
  disagreements.map(({ threshold, higher }) => `${threshold.id}: ${higher}`);

describe("rules and model disagree strongly where a threshold has the score on one side", () => {
  it("and the model's whole interval below it", () => {
    // 15 points reach MQL; log-odds −2 ± 1.96 × √.02 = −2.28 to −1.72, all below −1.
    const found = explain({ webinar: "yes" });
    expect(sides(found)).toEqual(["mql: rules"]);
    expect(found.disagreements[0]!.probability).toBeCloseTo(1 / (1 + Math.E), 12);
    expect(found.disagreements[0]!.why).toBe(
      "15 points reach MQL at 10; the model's 95% interval, 9.3% to 15.2%, lies wholly below the " +
        "26.9% that this threshold stands for.",
    );
  });

  it("and the model's whole interval above it", () => {
    // No points; log-odds 1 ± .277, above both −1 and 0.
    expect(sides(explain({ referral: "yes" }))).toEqual(["mql: model", "sql: model"]);
  });

  it("but not where the interval reaches over it", () => {
    // 12 points reach MQL; log-odds −.5 ± 1.96 × √.1 = −1.12 to .12, which holds −1 and 0.
    const found = explain({}, 3);
    expect(found.rules.total).toBe(12);
    expect(sides(found)).toEqual([]);
  });

  it("nor where both are on the same side", () => {
    expect(sides(explain({}))).toEqual([]);
    // 10 + 32 = 42 points; log-odds −2 + 1 + 4 = 3 ± 1.96 × √.66 = 1.41 to 4.59.
    expect(sides(explain({ employees: 500 }, 8))).toEqual([]);
  });
});

describe("what a lead tells", () => {
  it("is held against what the scorecard asks: null and empty are unknown", () => {
    const { unknown, unused } = explain({ employees: null, webinar: "", Referral: "yes" });
    expect(unknown).toEqual(["employees", "webinar", "referral"]);
    expect(unused).toEqual(["Referral"]);
  });

  it("is held against the scorecard of its segment, and what chooses segments is asked for", () => {
    const [company, visits] = CARD.buckets;
    const scorecard = { ...CARD, id: "large", version: 2, buckets: [visits!] };
    const set = {
      format: "counterweight/scorecard-set@1" as const,
      segments: [{ when: { is: "present" as const, attribute: "region" }, scorecard }],
      fallback: { ...CARD, buckets: [company!] },
    };
    const segmented = makeLiveScorer(VERSIONS, { scorecard: set, model: makeModelOf(set) });
    const found = segmented.explain(makeLead({ region: "north", employees: 5 }), NOW);
    expect(found).toMatchObject({
      rules: { scorecard: "large" },
      version: 2,
      unknown: [],
      unused: ["employees"],
    });
  });
});

describe("a lead that is explained from its doses", () => {
  it("gets what it gets when it is dosed first", () => {
    const lead = makeLead({ employees: 500, webinar: "yes", other: 1 }, 2);
    const dosed = doseLead(scorer.compiled, lead, NOW);
    expect(scorer.explainDosed(lead, dosed, NOW)).toEqual(scorer.explain(lead, NOW));
  });
});
