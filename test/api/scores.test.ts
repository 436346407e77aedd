import { setImmediate } from "node:timers/promises";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { scoreAnswerSchema } from "../../src/api/contracts/score.ts";
import { scoresAnswerSchema } from "../../src/api/contracts/scores.ts";
import { NOW } from "../scorecard/cards.ts";
import { useSmall } from "./small-card.ts";

const MARK = "mark@person.example";
const VISIT = { type: "visit", asset: "pricing", at: "2025-05-31T00:00:00Z" };

const lead = fc.record({
  id: fc.string({ minLength: 1, maxLength: 8 }),
  attributes: fc.record(
    { employees: fc.integer({ min: 0, max: 400 }), webinar: fc.boolean(), other: fc.string() },
    { requiredKeys: [] },
  ),
  activities: fc.array(fc.constant(VISIT), { maxLength: 4 }),
});

it("answers each lead as it would be answered alone, in the order of the request", async () => {
  const { ask } = await useSmall();
  await fc.assert(
    fc.asyncProperty(fc.array(lead, { maxLength: 8 }), async (leads) => {
      const alone = await Promise.all(leads.map((lead) => ask("POST", "/v1/score", { lead })));
      const full = await ask("POST", "/v1/scores?ledger=true", { leads });
      expect(full.body).toEqual({ items: alone.map(({ body }) => body), refused: [] });
      const brief = scoresAnswerSchema.parse((await ask("POST", "/v1/scores", { leads })).body);
      expect(brief.items).toHaveLength(leads.length);
      for (const [i, item] of brief.items.entries()) {
        const { lead, rules, model, disagreement } = scoreAnswerSchema.parse(alone[i]!.body);
        const { thresholds, ...brief } = item.rules;
        expect(rules).toMatchObject(brief);
        expect(thresholds).toEqual(
          rules.thresholds.filter(({ reached }) => reached).map(({ id }) => id),
        );
        expect(model).toMatchObject(item.model!);
        expect(item).toMatchObject({ lead, disagrees: disagreement.strong });
      }
    }),
    { numRuns: 30 },
  );
});

it("keeps what is good, and says where and why the rest is not, without a value", async () => {
  const { ask } = await useSmall();
  const leads = [
    { id: "a", attributes: {}, activities: [VISIT] },
    { id: "b", attributes: {}, activities: [VISIT, { ...VISIT, at: MARK }] },
    MARK,
    { id: "c", attributes: {}, activities: [], [MARK]: MARK },
  ];
  const reply = await ask("POST", "/v1/scores", { leads, asOf: "2025-05-30T00:00:00Z" });
  expect(reply.text).not.toContain(MARK);
  const answer = scoresAnswerSchema.parse(reply.body);
  expect(answer.items).toMatchObject([
    { lead: "a", asOf: "2025-05-30T00:00:00.000Z", rules: { score: 0 } },
  ]);
  expect(answer.refused).toEqual([
    { where: "/leads/1/activities/1/at", reason: expect.stringMatching(/ISO 8601/) },
    { where: "/leads/2", reason: expect.stringMatching(/expected object/) },
    { where: "/leads/3", reason: "expected no other keys than openapi.json names" },
  ]);
});

it("refuses a batch of which nothing is good, and one that is too large", async () => {
  const { ask } = await useSmall();
  const bad = await ask("POST", "/v1/scores", { leads: [{}] });
  expect(bad.body).toMatchObject({ status: 422, details: [{ where: "/leads/0/id" }] });
  const many = await ask("POST", "/v1/scores", { leads: Array(10_001).fill(0) });
  expect(many.body).toMatchObject({ status: 400, details: [{ where: "/leads" }] });
  expect((await ask("POST", "/v1/scores", { leads: [] })).body).toEqual({ items: [], refused: [] });
});

it("lets others be answered while it scores 10,000 leads", async () => {
  const { ask } = await useSmall();
  const activities = Array.from({ length: 4 }, () => VISIT);
  const leads = Array.from({ length: 10_000 }, (_, i) => ({
    id: `L-${i}`,
    attributes: { employees: i },
    activities,
  }));
  const large = ask("POST", "/v1/scores?ledger=true", { leads });
  let answered = 0;
  while (await Promise.race([large.then(() => false), setImmediate(true)])) {
    expect((await ask("GET", "/healthz")).status).toBe(200);
    answered++;
  }
  const { items } = scoresAnswerSchema.parse((await large).body);
  expect(items).toHaveLength(10_000);
  expect(items[9999]).toMatchObject({ lead: "L-9999", asOf: new Date(NOW).toISOString() });
  expect(answered).toBeGreaterThan(5);
});
