import { describe, expect, it } from "vitest";
import { Refusal } from "../../src/refusal.ts";
import type { AttributeValue } from "../../src/scorecard/lead.ts";
import { prepareServing } from "../../src/workflows/serving.ts";
import { NOW } from "../scorecard/cards.ts";
import { CARD, MODEL, serveSmall, writeSmall } from "./service-fixture.ts";

async function score(attributes: Record<string, AttributeValue>, pricingVisits = 0) {
  const { score } = await serveSmall();
  const visit = () => ({ type: "visit", asset: "pricing", at: NOW });
  const activities = Array.from({ length: pricingVisits }, visit);
  return score({ id: "L", attributes, activities }, NOW);
}

const sides = (found: Awaited<ReturnType<typeof score>>) =>
  found.disagreements.map(({ threshold, higher }) => `${threshold.id}: ${higher}`);

describe("rules and model disagree strongly where a threshold has the score on one side", () => {
  it("and the model's whole interval below it", async () => {
    // 15 points reach MQL; log-odds −2 ± 1.96 × √.02 = −2.28 to −1.72, all below −1.
    const found = await score({ webinar: "yes" });
    expect(sides(found)).toEqual(["mql: rules"]);
    expect(found.disagreements[0]!.probability).toBeCloseTo(1 / (1 + Math.E), 12);
    expect(found.disagreements[0]!.why).toBe(
      "15 points reach MQL at 10; the model's 95% interval, 9.3% to 15.2%, lies wholly below the " +
        "26.9% that this threshold stands for.",
    );
  });

  it("and the model's whole interval above it", async () => {
    // No points; log-odds 1 ± .277, above both −1 and 0.
    expect(sides(await score({ referral: "yes" }))).toEqual(["mql: model", "sql: model"]);
  });

  it("but not where the interval reaches over it", async () => {
    // 12 points reach MQL; log-odds −.5 ± 1.96 × √.1 = −1.12 to .12, which holds −1 and 0.
    const found = await score({}, 3);
    expect(found.rules.total).toBe(12);
    expect(sides(found)).toEqual([]);
  });

  it("nor where both are on the same side", async () => {
    expect(sides(await score({}))).toEqual([]);
    // 10 + 32 = 42 points; log-odds −2 + 1 + 4 = 3 ± 1.96 × √.66 = 1.41 to 4.59.
    expect(sides(await score({ employees: 500 }, 8))).toEqual([]);
  });
});

describe("what a lead tells", () => {
  it("is held against what the scorecard asks: null and empty are unknown", async () => {
    const { unknown, unused } = await score({ employees: null, webinar: "", Referral: "yes" });
    expect(unknown).toEqual(["employees", "webinar", "referral"]);
    expect(unused).toEqual(["Referral"]);
  });

  it("is held against the scorecard of its segment, and what chooses segments is asked for", async () => {
    const { scorecard: path } = writeSmall();
    const fallback = JSON.parse(
      await import("node:fs").then((fs) => fs.readFileSync(path, "utf8")),
    );
    const [company, visits] = fallback.buckets;
    const scorecard = { ...fallback, id: "large", version: 2, buckets: [visits] };
    const when = { is: "present", attribute: "region" };
    const card = {
      format: "counterweight/scorecard-set@1",
      segments: [{ when, scorecard }],
      fallback: { ...CARD, buckets: [company] },
    };
    const lines = ["large/pricing", "small/large", "small/webinar", "small/referral"];
    const model = {
      ...MODEL,
      lines: lines.map((key) => ({ key, coefficient: 0, standardError: 0 })),
      segments: [{ scorecard: "large", coefficient: 0 }],
      covariance: Array(36).fill(0),
    };
    const serving = await serveSmall({ card, model });
    const { rules, version, unknown, unused } = serving.score(
      { id: "L", attributes: { region: "north", employees: 5 }, activities: [] },
      NOW,
    );
    expect({ scorecard: rules.scorecard, version, unknown, unused }).toEqual({
      scorecard: "large",
      version: 2,
      unknown: [],
      unused: ["employees"],
    });
  });
});

describe("a service is not prepared", () => {
  it.each([
    ["without model.json", { model: "nowhere/model.json" }, "file-missing", /npm run calibrate/],
    ["without the report asked for", { report: "nowhere" }, "file-missing", /npm run calibrate/],
    ["without the scorecard", { scorecard: "nowhere.json" }, "file-missing", /path/],
  ] as const)("%s", async (_, change, code, remedy) => {
    const refusal = await prepareServing({ ...writeSmall(), ...change });
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ code, remedy: expect.stringMatching(remedy) });
  });

  it("with a model of other lines", async () => {
    const model = { ...MODEL, lines: MODEL.lines.slice(1) };
    expect(await prepareServing(writeSmall({ model }))).toMatchObject({ code: "model-invalid" });
  });
});
