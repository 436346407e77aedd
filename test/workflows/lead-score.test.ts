import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Refusal } from "../../src/refusal.ts";
import { compileScorecards, doseLead } from "../../src/scorecard/compiled.ts";
import { createRandom } from "../../src/statistics/random.ts";
import { compileModel } from "../../src/trainer/compiled-model.ts";
import { readScorecards } from "../../src/workflows/documents.ts";
import { scoreDosed, scoreLead } from "../../src/workflows/lead-score.ts";
import { sample } from "../sample.ts";
import { act, makeLead, NOW } from "../scorecard/cards.ts";

const set = await readScorecards(sample("scorecard.json"));
if (set instanceof Refusal) throw new Error(set.message);
const compiled = compileScorecards(set);
const { lines } = compiled;
const random = createRandom(4);
const model = compileModel({
  format: "counterweight/model@1",
  scorecards: [],
  intercept: -2,
  lines: lines.map(({ key }) => ({ key, coefficient: random() - 0.3, standardError: 1 })),
  segments: [],
  covariance: Array.from({ length: (1 + lines.length) ** 2 }, random),
  scale: { unit: 0.05, base: -3 },
  trained: { deals: 1, won: 1, firstAsOf: null, lastAsOf: null, priorWidth: 1, seed: 1 },
});

const types = ["page-view", "whitepaper-download", "webinar", "email-click", "demo-request"];
const leads = fc
  .record({
    attributes: fc.record(
      {
        jobTitle: fc.constantFrom("Head of Operations", "Chief Executive", "Intern"),
        employees: fc.integer({ min: 1, max: 5000 }),
        industry: fc.constantFrom("Logistics", "Software", "Farming"),
        emailOptOut: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    activities: fc.array(
      fc
        .tuple(
          fc.constantFrom(...types),
          fc.double({ min: 0, max: 200, noNaN: true }),
          fc.constantFrom("pricing", "product", "careers"),
        )
        .map(([type, daysAgo, asset]) => act(type, daysAgo, { asset })),
    ),
  })
  .map(({ attributes, activities }) => makeLead(attributes, activities));

describe("a lead that is scored from its doses", () => {
  it("has the figures of its full score, to the last digit", () => {
    fc.assert(
      fc.property(leads, (lead) => {
        const { rules, model: learned } = scoreLead({ compiled, model }, lead, NOW);
        const { doses, scorecard } = doseLead(compiled, lead, NOW);
        const { buckets: _, ledger: __, thresholds, categories, ...placed } = rules;
        const { intercept: ___, contributions: ____, ...figures } = learned;
        expect(scoreDosed({ compiled, model }, doses, scorecard)).toEqual({
          ...placed,
          ...figures,
          categories: categories.map(({ id, points }) => ({ id, points })),
          reached: thresholds.filter(({ reached }) => reached).map(({ id }) => id),
        });
      }),
    );
  });

  it("has its rule score alone where there is no model", () => {
    const { doses, scorecard } = doseLead(compiled, makeLead({ employees: 300 }), NOW);
    const both = scoreDosed({ compiled, model }, doses, scorecard);
    expect(scoreDosed({ compiled, model: null }, doses, scorecard)).toEqual({
      ...both,
      probability: null,
      low: null,
      high: null,
      logOdds: null,
      points: null,
    });
  });
});
