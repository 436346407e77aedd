import * as fc from "fast-check";
import { expect, it } from "vitest";
import { readPlainRequest } from "../../src/api/contracts/plain-request.ts";
import { scoreRequestSchema, toAnswer } from "../../src/api/contracts/score.ts";
import { compileScoreWriter } from "../../src/api/score-writer.ts";
import { makeLiveScorer } from "../../src/workflows/live/live-scorer.ts";
import { makeModelOf, readSampleSet } from "../store/published-versions.ts";
import { valuesOf } from "./fuzz/schema-values.ts";

const NOW = Date.UTC(2026, 10, 22);
const DAY_MS = 86_400_000;

const leads = fc.record({
  id: fc.string({ minLength: 1 }),
  attributes: fc.record(
    {
      jobTitle: fc.constantFrom("CEO", "Head of operations", 'Intern "x"'),
      country: fc.constantFrom("Germany", "France", "Peru", null),
      employees: fc.integer({ min: 1, max: 9000 }),
      budgetConfirmed: fc.boolean(),
      "odd \u2028 name": fc.string(),
    },
    { requiredKeys: [] },
  ),
  activities: fc.array(
    fc.record({
      type: fc.constantFrom("visit", "download", "webinar", "demo-request", "email-open"),
      asset: fc.constantFrom("pricing", "product", "white-paper", "careers"),
      at: fc.integer({ min: 0, max: 400 }).map((hours) => NOW - (hours * DAY_MS) / 24),
    }),
    { maxLength: 12 },
  ),
});

const set = readSampleSet();
const documents = [makeModelOf(set), null].map((model) => ({ scorecard: set, model }));

it.each(documents)("writes the answer's JSON byte for byte", (document) => {
  const scorer = makeLiveScorer({ scorecardVersionId: 1, modelVersionId: 1 }, document);
  const write = compileScoreWriter(scorer);
  fc.assert(
    fc.property(leads, (lead) => {
      const explained = scorer.explain(lead, NOW);
      expect(write(explained)).toBe(JSON.stringify(toAnswer(explained)));
    }),
  );
});

const requests = valuesOf({
  type: "object",
  required: ["lead"],
  properties: {
    asOf: { type: "string", format: "date-time" },
    lead: {
      type: "object",
      required: ["id", "attributes", "activities"],
      properties: {
        id: { type: "string" },
        attributes: {
          type: "object",
          additionalProperties: {
            anyOf: [
              { type: "string" },
              { type: "number" },
              { type: "boolean" },
              { type: "array", items: { type: "string" } },
            ],
          },
        },
        activities: {
          type: "array",
          items: {
            type: "object",
            required: ["type", "at"],
            properties: {
              type: { type: "string" },
              at: { type: "string", format: "date-time" },
              asset: { type: "string" },
              category: { type: "string" },
              minutes: { type: "number" },
            },
          },
        },
      },
    },
  },
});

it("reads a faultless request as its schema does, and nothing that the schema refuses", () => {
  let plain = 0;
  fc.assert(
    fc.property(requests, (value) => {
      const body: unknown = JSON.parse(JSON.stringify(value ?? null));
      const read = readPlainRequest(body);
      if (read === null) return;
      plain++;
      expect(scoreRequestSchema.safeParse(body)).toEqual({ success: true, data: read });
    }),
    { numRuns: 3000, seed: 22 },
  );
  expect(plain).toBeGreaterThan(200);
});
