import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { historyPageSchema, ledgerAnswerSchema } from "../../src/api/contracts/lead-history.ts";
import { leadAnswerSchema, leadPageSchema } from "../../src/api/contracts/leads.ts";
import { scoreAnswerSchema } from "../../src/api/contracts/score.ts";
import { DAY, NOW } from "../scorecard/cards.ts";
import { type SmallService, useSmall } from "./small-card.ts";

const MARK = "mark@person.example";

function visit(lead: string, key: string, daysAgo = 1) {
  const at = new Date(NOW - daysAgo * DAY).toISOString();
  return { key, lead, type: "visit", asset: "pricing", at };
}

/** Leads a (22 points), b (15), c (10) and d (0). */
async function fill({ ask }: SmallService) {
  const leads = [
    { id: "a", attributes: { employees: 500 }, owner: "ann", otherIds: { crm: "9:1" } },
    { id: "b", attributes: { webinar: true }, owner: "bob" },
    { id: "c", attributes: { employees: 300 } },
    { id: "d/1", attributes: { referral: "yes" } },
  ];
  const kept = await ask("POST", "/v1/leads", { leads });
  expect(kept.body).toEqual({ created: 4, changed: 0, unchanged: 0, refused: [] });
  const activities = [visit("a", "1"), visit("a", "2"), visit("a", "3")];
  await ask("POST", "/v1/activities", { activities });
}

describe("POST /v1/leads", () => {
  it("creates, changes and leaves alone, and takes null for unknown", async () => {
    const service = await useSmall();
    const { ask } = service;
    await fill(service);
    const leads = [
      { id: "a", attributes: { employees: 500 } },
      { id: "b", attributes: { webinar: null, city: "Bern" }, owner: null },
      { id: "e" },
      { id: "e", attributes: { employees: 1 } },
    ];
    const kept = await ask("POST", "/v1/leads", { leads });
    expect(kept.body).toEqual({ created: 1, changed: 1, unchanged: 1, refused: [] });
    expect((await ask("GET", "/v1/leads/b")).body).toMatchObject({
      attributes: { city: "Bern" },
      owner: null,
      scores: { rules: { score: 0 } },
    });
    const attributes = { attributes: { employees: 1 } };
    expect((await ask("GET", "/v1/leads/e")).body).toMatchObject(attributes);
  });

  it("keeps the good items, and names the others by place and reason, without a value", async () => {
    const { ask } = await useSmall();
    const leads = [
      { id: "a" },
      { id: `${MARK}\0` },
      { id: "x".repeat(201) },
      { id: "b", attributes: { mail: { [MARK]: 1 } } },
      { id: "b", attributes: { "a/b~": "\ud800" } },
      { id: "b", [MARK]: 1 },
    ];
    const { status, text, body } = await ask("POST", "/v1/leads", { leads });
    expect(status).toBe(200);
    expect(text).not.toContain(MARK);
    expect(body).toMatchObject({ created: 1, changed: 0, unchanged: 0 });
    expect(body).toHaveProperty("refused", [
      { where: "/leads/1/id", reason: expect.stringMatching(/NUL/) },
      { where: "/leads/2/id", reason: "expected an id of at most 200 characters" },
      { where: "/leads/3/attributes/mail", reason: expect.stringMatching(/expected a number/) },
      { where: "/leads/4/attributes/a~1b~0", reason: expect.stringMatching(/surrogate/) },
      { where: "/leads/5", reason: "expected no other keys than openapi.json names" },
    ]);
  });

  it("refuses a batch of which nothing is good", async () => {
    const { ask, database } = await useSmall();
    const { body } = await ask("POST", "/v1/leads", { leads: [{}, { id: 1 }] });
    expect(body).toMatchObject({ status: 422, code: "rows-broken" });
    expect(body).toHaveProperty("details", [
      { where: "/leads/0/id", reason: "expected string, but it is missing" },
      { where: "/leads/1/id", reason: "expected string, received number" },
    ]);
    expect(await database.sql`SELECT 1 FROM lead`).toHaveLength(0);
  });

  it("takes any text that is none of the refused as id, and finds the lead by it", async () => {
    const { ask } = await useSmall();
    const id = fc
      .string({ unit: "binary", minLength: 1, maxLength: 100 })
      .filter((text) => !text.includes("\0") && text !== "." && text !== "..");
    await fc.assert(
      fc.asyncProperty(id, fc.string({ unit: "binary" }), async (id, city) => {
        const attributes = { city: city.replaceAll("\0", "") };
        expect((await ask("POST", "/v1/leads", { leads: [{ id, attributes }] })).status).toBe(200);
        const found = await ask("GET", `/v1/leads/${encodeURIComponent(id)}`);
        expect(leadAnswerSchema.parse(found.body)).toMatchObject({ id, attributes });
      }),
      {
        numRuns: 60,
        examples: [
          ["é".repeat(200), ""],
          ["a/b?c#d%", ""],
          ["...", ""],
        ],
      },
    );
  });

  it("tells programs what an item is", async () => {
    const { app } = await useSmall();
    const { paths } = JSON.parse(JSON.stringify(app.swagger()));
    const { schema } = paths["/v1/leads"].post.requestBody.content["application/json"];
    expect(schema.properties.leads).toMatchObject({
      type: "array",
      maxItems: 10_000,
      items: { type: "object", required: ["id"], additionalProperties: false },
    });
  });
});

describe("GET /v1/leads", () => {
  const idsOf = async ({ ask }: SmallService, query: string) =>
    leadPageSchema.parse((await ask("GET", `/v1/leads?${query}`)).body).items.map(({ id }) => id);

  it("lists both scores, best first by the rules", async () => {
    const service = await useSmall();
    await fill(service);
    const page = leadPageSchema.parse((await service.ask("GET", "/v1/leads?limit=1")).body);
    expect(page.next).not.toBeNull();
    expect(page.items).toMatchObject([
      {
        id: "a",
        owner: "ann",
        otherIds: { crm: "9:1" },
        scores: {
          rules: { score: 22, cell: "C3", nextAction: "Act on C3", thresholds: ["mql", "sql"] },
          settled: { cell: "C3", thresholds: ["mql", "sql"] },
          model: { logOdds: 0.5, points: 25 },
          disagrees: false,
        },
      },
    ]);
    expect(await idsOf(service, `limit=2&after=${page.next}`)).toEqual(["b", "c"]);
  });

  it.each([
    ["cell=C3", ["a"]],
    ["grade=C", ["a", "b", "c"]],
    ["band=3", ["a"]],
    ["owner=bob", ["b"]],
    ["scorecard=small&minScore=10", ["a", "b", "c"]],
    ["scorecard=other", []],
    ["minScore=10&maxScore=15", ["b", "c"]],
    ["minProbability=0.5&sort=probability", ["d/1", "a"]],
    ["maxProbability=0.2", ["b"]],
    ["threshold=sql", ["a"]],
    ["threshold=unheard-of", []],
    ["disagrees=true", ["b", "d/1"]],
    ["disagrees=false", ["a", "c"]],
    ["otherId=crm:9:1", ["a"]],
    ["otherId=crm:9", []],
    ["idPrefix=d/", ["d/1"]],
    ["idPrefix=%25", []],
    ["sort=probability&direction=asc", ["b", "c", "a", "d/1"]],
    ["sort=updated&direction=asc", ["a", "b", "c", "d/1"]],
  ])("finds by %s", async (query, ids) => {
    const service = await useSmall();
    await fill(service);
    expect(await idsOf(service, query)).toEqual(ids);
  });

  it("tells what the score has reached now apart from what events say", async () => {
    const service = await useSmall();
    const { ask } = service;
    await fill(service);
    await ask("PUT", "/v1/settings/hysteresis", { points: 9 });
    await ask("POST", "/v1/leads", { leads: [{ id: "a", attributes: { employees: null } }] });
    const scores = {
      rules: { score: 12, thresholds: ["mql"], cell: "D3" },
      settled: { thresholds: ["mql", "sql"], cell: "D3" },
    };
    expect((await ask("GET", "/v1/leads/a")).body).toMatchObject({ scores });
    const list = await ask("GET", "/v1/leads?owner=ann");
    expect(list.body).toMatchObject({ items: [{ scores }] });
  });

  it("refuses a place of another list", async () => {
    const service = await useSmall();
    await fill(service);
    const page = leadPageSchema.parse((await service.ask("GET", "/v1/leads?limit=1")).body);
    for (const query of [`sort=probability&after=${page.next}`, "after=nowhere"])
      expect((await service.ask("GET", `/v1/leads?${query}`)).body).toMatchObject({
        status: 400,
        details: [{ where: "query/after" }],
      });
  });

  it("lists leads that nothing scored yet last, and by updates those that acted last first", async () => {
    let now = NOW;
    const service = await useSmall({ now: () => now });
    const { database, ask } = service;
    await fill(service);
    await database.sql`DELETE FROM lead_score WHERE lead_id IN (SELECT id FROM lead WHERE external_id < 'c')`;
    expect(await idsOf(service, "")).toEqual(["c", "d/1", "a", "b"]);
    now += 1000;
    await ask("POST", "/v1/activities", { activities: [visit("c", "later", 99)] });
    expect((await idsOf(service, "sort=updated"))[0]).toBe("c");
  });
});

describe("GET /v1/leads/:id", () => {
  it("explains the stored score in the form and to the last digit of the stateless one", async () => {
    const service = await useSmall();
    const { ask } = service;
    await fill(service);
    const stored = scoreAnswerSchema.parse((await ask("GET", "/v1/leads/a/score")).body);
    const { key: _, lead: __, ...activity } = visit("a", "");
    const activities = [activity, activity, activity];
    const lead = { id: "a", attributes: { employees: 500 }, activities };
    expect(stored).toEqual((await ask("POST", "/v1/score", { lead })).body);
    const ledger = ledgerAnswerSchema.parse((await ask("GET", "/v1/leads/a/ledger")).body);
    expect(ledger.rules.ledger).toEqual(stored.rules.ledger);
    expect(ledger.model!.contributions).toEqual(stored.model!.contributions);
  });

  it("keeps telling the score as it was stored, by the versions and at the moment of then", async () => {
    let now = NOW;
    const service = await useSmall({ now: () => now });
    await fill(service);
    const before = await service.ask("GET", "/v1/leads/a/score");
    now += 90 * DAY;
    expect(await service.ask("GET", "/v1/leads/a/score")).toMatchObject({ text: before.text });
  });

  it("tells the history, newest first, page by page", async () => {
    const service = await useSmall();
    const { ask } = service;
    await fill(service);
    await ask("POST", "/v1/activities", { activities: [visit("a", "4")] });
    const first = historyPageSchema.parse((await ask("GET", "/v1/leads/a/history?limit=2")).body);
    const scores = first.items.map(({ rules, cause }) => [rules.score, cause]);
    expect(scores).toEqual([
      [26, "lead"],
      [22, "lead"],
    ]);
    expect(first.items[0]).toMatchObject({
      rules: { cell: "C3", thresholds: ["mql", "sql"] },
      scorecardVersion: { slug: "small", version: 1 },
      modelVersion: { slug: "small", version: 1 },
    });
    const rest = await ask("GET", `/v1/leads/a/history?after=${first.next}`);
    const last = historyPageSchema.parse(rest.body);
    expect(last).toMatchObject({ items: [{ rules: { score: 10 } }], next: null });
  });

  it("tells what it did, newest first, page by page", async () => {
    const service = await useSmall();
    const { ask } = service;
    await fill(service);
    await ask("POST", "/v1/activities", { activities: [visit("a", "late", 50)] });
    const first = await ask("GET", "/v1/leads/a/activities?limit=3");
    expect(first.body).toMatchObject({ items: [{ key: "3" }, { key: "2" }, { key: "1" }] });
    const { next } = first.body as { next: string };
    const rest = await ask("GET", `/v1/leads/a/activities?after=${next}`);
    expect(rest.body).toMatchObject({ items: [{ key: "late", asset: "pricing" }], next: null });
  });

  it.each(["", "/score", "/ledger", "/history", "/activities"])(
    "%s of an unknown lead is a problem that does not repeat the id",
    async (path) => {
      const { ask } = await useSmall();
      const { status, body, text } = await ask("GET", `/v1/leads/${MARK}${path}`);
      expect([status, body]).toMatchObject([404, { code: "lead-unknown" }]);
      expect(text).not.toContain(MARK);
    },
  );

  it("says of a lead that is not scored yet that it is not", async () => {
    const service = await useSmall();
    await fill(service);
    await service.database.sql`DELETE FROM lead_score`;
    const score = await service.ask("GET", "/v1/leads/a/score");
    expect(score.body).toMatchObject({ status: 409, code: "nothing-live" });
    expect((await service.ask("GET", "/v1/leads/a")).body).toMatchObject({ scores: null });
  });
});

describe("DELETE /v1/leads/:id", () => {
  it("erases once; then the lead is unknown", async () => {
    const service = await useSmall();
    const { ask } = service;
    await fill(service);
    expect(await ask("DELETE", "/v1/leads/d%2F1")).toMatchObject({ status: 204, text: "" });
    expect(await ask("DELETE", "/v1/leads/d%2F1")).toMatchObject({ status: 404 });
    expect(await ask("GET", "/v1/leads/d%2F1")).toMatchObject({ status: 404 });
  });
});

describe("who changes leads", () => {
  it("is a program, or revops", async () => {
    const { app, asRole } = await useSmall();
    for (const role of ["sales", "data-science"] as const) {
      const headers = asRole(role);
      const ask = { url: "/v1/leads", headers, payload: { leads: [{ id: "a" }] } };
      expect((await app.inject({ ...ask, method: "POST" })).statusCode).toBe(403);
      const erase = { method: "DELETE", url: "/v1/leads/a", headers } as const;
      expect((await app.inject(erase)).statusCode).toBe(403);
    }
  });
});
