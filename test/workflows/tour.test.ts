import { beforeAll, describe, expect, it } from "vitest";
import type { Deal } from "../../src/history/history.ts";
import { Refusal } from "../../src/refusal.ts";
import type { LeadScore } from "../../src/report/lead-score.ts";
import { describeLead, renderLeadsCsv } from "../../src/report/lead-table.ts";
import { renderLedger } from "../../src/report/ledger-text.ts";
import { compileModel } from "../../src/trainer/compiled-model.ts";
import { type CalibrateResult, calibrate } from "../../src/workflows/calibrate.ts";
import { dosesOf } from "../../src/workflows/calibration/dosed-history.ts";
import { scoreLead } from "../../src/workflows/lead-score.ts";
import { SAMPLE } from "../sample.ts";

/**
 * The way of one deal through the house: lead L-0042 of the sample, a head of operations who read a
 * lot, visited the pricing page twice and the careers page once, was handed over, accepted by sales,
 * and lost.
 */
describe("lead L-0042", () => {
  let result: CalibrateResult;
  let row: number;
  let deal: Deal;
  let score: LeadScore;

  beforeAll(async () => {
    const calibrated = await calibrate({ ...SAMPLE, onProgress: () => {} });
    if (calibrated instanceof Refusal) throw new Error(calibrated.message);
    result = calibrated;
    row = result.dosed.deals.findIndex(({ lead }) => lead.id === "L-0042");
    deal = result.dosed.deals[row]!;
    const scorer = { compiled: result.dosed.compiled, model: compileModel(result.model) };
    score = scoreLead(scorer, deal.lead, deal.asOf);
  });

  it("history: is a lost deal, known as it was when it was handed over", () => {
    expect(deal.id).toBe("D-0084");
    expect(deal.outcome).toBe("lost");
    expect(new Date(deal.asOf).toISOString()).toBe("2023-02-14T10:15:00.000Z");
    expect(deal.lead.attributes).toMatchObject({
      jobTitle: "Head of Operations",
      employees: 340,
      industry: "Logistics",
      emailOptOut: true,
    });
    // The twelfth activity came in April, after the hand-over.
    expect(deal.lead.activities).toHaveLength(11);
    expect(deal.excluded).not.toHaveProperty("jobTitle");
  });

  it("dosing: has one number a line", () => {
    const doses = dosesOf(result.dosed, row);
    const named = Object.fromEntries(
      result.dosed.compiled.lines.map(({ key }, j) => [key, doses[j]]),
    );
    // Viewed a product page on 18 January 10:57, 26.97 days before: 2^(−26.97/30) = .5362
    expect(named).toMatchObject({
      "title-director": 1,
      "title-c-level": 0,
      "pricing-page": 2,
      "product-pages": expect.closeTo(0.5362, 4),
      "careers-page": 1,
      "email-opt-out": 1,
      "active-within-7-days": 0,
    });
    // Silent since 25 January 11:18, 19.96 days, of which 14 are grace: 5.96 / 30 months.
    expect(named["inactive"]).toBeCloseTo(0.1985, 4);
  });

  it("scorecard: gets 56.48 points, an A2, and passes SQL", () => {
    const { rules } = score;
    expect(rules.total).toBeCloseTo(56.4769, 4);
    expect(rules.ledger.reduce((sum, entry) => sum + entry.contribution, 0)).toBe(rules.total);
    expect(rules.cell).toBe("A2");
    expect(rules.thresholds.filter((cut) => cut.reached).map((cut) => cut.id)).toEqual([
      "mql",
      "sql",
    ]);
    expect(rules.categories.find(({ id }) => id === "services")!.actions).toHaveLength(1);
  });

  it("trainer: is less likely to be won than its points say", () => {
    const { model } = score;
    const sum = model.contributions.reduce((all, part) => all + part.contribution, model.intercept);
    expect(sum).toBe(model.logOdds);
    expect(model.probability).toBeLessThan(0.3);
    expect(model.low).toBeLessThan(model.probability);
    expect(model.high).toBeGreaterThan(model.probability);
    expect(model.points).toBeLessThan(score.rules.total);
  });

  it("evaluation: trained the model, being an early deal, and judged nothing", () => {
    const { split } = result.calibration;
    expect(split.kind).toBe("time");
    expect(deal.asOf).toBeLessThan(Date.parse(split.cutoff!));
  });

  it("recommendation: its overrated lines lose points and its underrated ones gain", () => {
    const verdicts = Object.fromEntries(
      result.calibration.lines.map(({ id, verdict }) => [id, verdict]),
    );
    expect(verdicts).toMatchObject({
      "white-paper": "drop",
      webinar: "drop",
      "country-home": "turn-round",
      "email-opt-out": "lower",
      "careers-page": "lower",
      "title-director": "raise",
      "pricing-page": "raise",
    });
  });

  it("feedback: sales accepted it, and is counted with the lines it has", () => {
    const line = result.calibration.lines.find(({ id }) => id === "careers-page")!;
    expect(line.salesAccepted).toMatchObject({ n: expect.any(Number) });
    expect(result.calibration.feedback!.matched).toBeGreaterThan(800);
  });

  it("report: reads the same in a table, a ledger and in full", () => {
    const row = describeLead(score);
    expect(row.rulesReasons.for).toHaveLength(3);
    expect(row.modelReasons.against.map(({ label }) => label)).toContain("Opted out of e-mail");
    expect(renderLeadsCsv([score])).toContain(`,${score.rules.total},`);
    expect(renderLedger(score)).toMatch(/Rules \(sample-b2b-software\): 56\.48 points/);
  });
});
