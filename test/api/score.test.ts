import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scoreAnswerSchema, scoreRequestSchema } from "../../src/api/contracts/score.ts";
import { problemSchema } from "../../src/api/problem.ts";
import { Refusal } from "../../src/refusal.ts";
import { NOW } from "../scorecard/cards.ts";
import { useService } from "./service-fixture.ts";
import { useSmall } from "./small-card.ts";

const VISIT = { type: "visit", asset: "pricing", at: "2025-05-31T02:00:00+02:00" };
const LEAD = { id: "L-1", attributes: { employees: 500 }, activities: [VISIT, VISIT, VISIT] };

async function post(payload: unknown, headers: Record<string, string> = {}) {
  const { app, asRole } = await useSmall();
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  return app.inject({
    method: "POST",
    url: "/v1/score",
    headers: { ...asRole("sales"), "content-type": "application/json", ...headers },
    payload: body,
  });
}

describe("POST /v1/score", () => {
  it("gives both scores of a lead, each with the parts that sum to it", async () => {
    const reply = await post({ lead: LEAD });
    expect(reply.statusCode).toBe(200);
    expect(reply.headers["content-type"]).toMatch(/^application\/json/);
    const answer = scoreAnswerSchema.parse(reply.json());
    // 10 + 3 × 4 points; log-odds −2 + 1 + 3 × .5, with variance .01 × (1 + 1 + 9).
    expect(answer.rules).toMatchObject({
      scorecard: "small",
      version: 7,
      score: 22,
      fit: 10,
      engagement: 12,
      cell: "C3",
      nextAction: "Act on C3",
      buckets: [
        { id: "company", points: 10 },
        { id: "visits", points: 12 },
      ],
    });
    expect(answer.rules.thresholds.map(({ reached }) => reached)).toEqual([true, true]);
    expect(answer.rules.ledger.map(({ contribution }) => contribution)).toEqual([10, 12]);
    const model = answer.model!;
    expect(model).toMatchObject({ logOdds: 0.5, intercept: -2, points: 25 });
    expect(model.probability).toBeCloseTo(1 / (1 + Math.exp(-0.5)), 15);
    const half = 1.959963984540054 * Math.sqrt(0.11);
    expect(model.interval.low).toBeCloseTo(1 / (1 + Math.exp(half - 0.5)), 12);
    expect(model.interval.high).toBeCloseTo(1 / (1 + Math.exp(-half - 0.5)), 12);
    expect(answer.modelMissing).toBeNull();
    expect(answer.disagreement).toEqual({ strong: false, thresholds: [] });
    expect(answer.attributes).toEqual({ unknown: ["webinar", "referral"], unused: [] });
  });

  it("says where and why rules and model disagree strongly", async () => {
    const reply = await post({ lead: { id: "L", attributes: { webinar: true }, activities: [] } });
    expect(reply.json().disagreement).toMatchObject({
      strong: true,
      thresholds: [{ id: "mql", name: "MQL", score: 10, higher: "rules" }],
    });
  });

  it("scores as of now, or as of the moment given, and counts nothing later", async () => {
    const now = (await post({ lead: LEAD })).json();
    expect(now.asOf).toBe(new Date(NOW).toISOString());
    const before = (await post({ lead: LEAD, asOf: "2025-05-31T01:59:59+02:00" })).json();
    expect(before.asOf).toBe("2025-05-30T23:59:59.000Z");
    expect(before.rules.score).toBe(10);
    expect((await post({ lead: LEAD, asOf: "2025-05-31T02:00:00+02:00" })).json().rules.score).toBe(
      22,
    );
  });

  it("answers any lead in the published form, to the last digit of what the workflow computes", async () => {
    const { app, asRole, context } = await useSmall();
    const scorer = await context.scorers.current();
    if (scorer instanceof Refusal) throw new Error(scorer.message);
    const headers = asRole("sales");
    const text = fc.string({ maxLength: 12 });
    const time = fc
      .date({ min: new Date(0), max: new Date(NOW * 2), noInvalidDate: true })
      .map((date) => date.toISOString());
    const value = fc.oneof(
      text,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.array(text, { maxLength: 3 }),
      fc.constant(null),
    );
    const name = fc.oneof(
      fc.constantFrom("employees", "webinar", "referral"),
      text.filter((each) => each !== "" && each !== "__proto__"),
    );
    const lead = fc.record({
      id: fc.string({ minLength: 1 }),
      attributes: fc.dictionary(name, value, { maxKeys: 5, noNullPrototype: true }),
      activities: fc.array(
        fc.record(
          {
            type: fc.constantFrom("visit", "open"),
            at: time,
            asset: fc.constantFrom("pricing", "blog"),
            minutes: fc.double({ min: 0, max: 1e6, noNaN: true }),
          },
          { requiredKeys: ["type", "at"] },
        ),
        { maxLength: 6 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(lead, fc.option(time, { nil: undefined }), async (lead, asOf) => {
        const body = { lead, ...(asOf !== undefined && { asOf }) };
        const reply = await app.inject({
          method: "POST",
          url: "/v1/score",
          headers,
          payload: body,
        });
        const answer = scoreAnswerSchema.parse(reply.json());
        const read = scoreRequestSchema.parse(JSON.parse(JSON.stringify(body)));
        const { rules, model } = scorer.explain(read.lead, read.asOf ?? NOW);
        expect(answer.rules.score).toBe(rules.total);
        expect(answer.rules.ledger).toEqual(rules.ledger);
        expect(answer.model!.logOdds).toBe(model!.logOdds);
        expect(answer.model!.probability).toBe(model!.probability);
        expect(answer.model!.interval).toEqual({ low: model!.low, high: model!.high });
        expect(answer.model!.contributions).toEqual(model!.contributions);
      }),
      { numRuns: 200 },
    );
  });
});

/** Stands for a value that belongs to a person, wherever it is put. */
const MARK = "mark@person.example";

describe("a request that is not as described", () => {
  it.each<[string, unknown, string, RegExp]>([
    ["no lead", {}, "/lead", /object, but it is missing/],
    ["a list", [], "the body", /expected object/],
    ["no id", { lead: { ...LEAD, id: undefined } }, "/lead/id", /string, but it is missing/],
    ["an empty id", { lead: { ...LEAD, id: "" } }, "/lead/id", /expected text/],
    [
      "no activities",
      { lead: { id: MARK, attributes: {} } },
      "/lead/activities",
      /array, but it is missing/,
    ],
    [
      "an attribute that is an object",
      { lead: { ...LEAD, attributes: { a: { mail: MARK } } } },
      "/lead/attributes/a",
      /expected a number, true, false, null, text/,
    ],
    [
      "a text beyond measure",
      { lead: { ...LEAD, attributes: { a: MARK.repeat(60) } } },
      "/lead/attributes/a",
      /1,000 characters/,
    ],
    [
      "a time without an offset",
      { lead: { ...LEAD, activities: [{ ...VISIT, at: "2025-05-31T02:00:00" }] } },
      "/lead/activities/0/at",
      /ISO 8601 time with its offset/,
    ],
    ["a day that is not", { lead: LEAD, asOf: "2025-02-29T00:00:00Z" }, "/asOf", /ISO 8601/],
    [
      "minutes below 0",
      { lead: { ...LEAD, activities: [VISIT, { ...VISIT, minutes: -1 }] } },
      "/lead/activities/1/minutes",
      /0 minutes or more/,
    ],
    ["a key of another name", { lead: LEAD, [MARK]: MARK }, "the body", /no other keys/],
  ])("%s: its place and what was expected, and no value", async (_, payload, where, reason) => {
    const reply = await post(payload);
    expect(reply.statusCode).toBe(400);
    expect(reply.headers["content-type"]).toBe("application/problem+json");
    const problem = reply.json();
    expect(problem).toMatchObject({ title: "Bad Request", status: 400, code: "request-invalid" });
    expect(problem.details).toEqual([{ where, reason: expect.stringMatching(reason) }]);
    expect(reply.body).not.toContain(MARK);
  });

  it("names every fault at once", async () => {
    const reply = await post({ lead: { id: 1, attributes: [], activities: [{}] } });
    expect(reply.json().details.map(({ where }: { where: string }) => where)).toEqual([
      "/lead/id",
      "/lead/attributes",
      "/lead/activities/0/type",
      "/lead/activities/0/at",
    ]);
  });

  it("names the first hundred of more faults, and how many there are", async () => {
    const activities = Array.from({ length: 150 }, () => ({ type: "visit" }));
    const { detail, details } = (await post({ lead: { ...LEAD, activities } })).json();
    expect(detail).toContain("150 faults");
    expect(details).toHaveLength(100);
  });

  it.each<[string, string, Record<string, string>, number, string]>([
    ["broken JSON", `{"lead": ${MARK}`, {}, 400, "request-unreadable"],
    ["an empty body", "", {}, 400, "request-unreadable"],
    ["a poisoned prototype", '{"__proto__":{"a":1}}', {}, 400, "request-unreadable"],
    ["text", MARK, { "content-type": "text/plain" }, 415, "media-type-unsupported"],
    ["more than 1 MiB", " ".repeat((1 << 20) + 1), {}, 413, "body-too-large"],
  ])("%s is answered in words, without a value", async (_, body, headers, status, code) => {
    const reply = await post(body, headers);
    expect(reply.headers["content-type"]).toBe("application/problem+json");
    expect(reply.json()).toMatchObject({ status, code, details: [] });
    expect(reply.body).not.toContain(MARK);
  });
});

describe("without all that scoring asks for", () => {
  it("says that nothing is live", async () => {
    const { app, asRole } = await useService({ publish: false });
    const ask = { method: "POST", headers: asRole("sales") } as const;
    const one = await app.inject({ ...ask, url: "/v1/score", payload: { lead: LEAD } });
    const many = await app.inject({ ...ask, url: "/v1/scores", payload: { leads: [LEAD] } });
    for (const reply of [one, many])
      expect(problemSchema.parse(reply.json())).toMatchObject({
        status: 409,
        code: "nothing-live",
      });
  });

  it("scores by the rules alone without a model, and says why", async () => {
    const { ask } = await useSmall({ model: null });
    const answer = scoreAnswerSchema.parse((await ask("POST", "/v1/score", { lead: LEAD })).body);
    expect(answer).toMatchObject({ rules: { score: 22 }, model: null });
    expect(answer.modelMissing).toMatch(/No model is live/);
    expect(answer.disagreement).toEqual({ strong: false, thresholds: [] });
  });

  it("tells a fault of its own to its owner, and hides it from the caller", async () => {
    const { app, asRole, database, faults } = await useSmall();
    await database.sql`ALTER TABLE live RENAME TO gone`;
    const payload = { lead: { ...LEAD, id: MARK } };
    const ask = { method: "POST", url: "/v1/score", headers: asRole("sales"), payload } as const;
    const reply = await app.inject(ask);
    expect(reply.json()).toMatchObject({ status: 500, code: "fault" });
    expect(reply.body).not.toMatch(new RegExp(`${MARK}|relation|    at |\\.ts`));
    expect(faults.splice(0)).toHaveLength(1);
  });
});
