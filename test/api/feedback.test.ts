import { expect, test } from "vitest";
import { eraseLead } from "../../src/workflows/keeping/erase-lead.ts";
import { upsertLeads } from "../../src/workflows/keeping/upsert-leads.ts";
import { askAs } from "./asking.ts";
import { type ServiceFixture, useService } from "./service-fixture.ts";

interface Said {
  readonly id: number;
  readonly key: string;
  readonly lead: string;
  readonly verdict: string | number;
  readonly accepted: boolean;
  readonly reasons: readonly string[];
  readonly comment: string | null;
  readonly rep: string | null;
  readonly author: string;
  readonly sawScore: boolean | null;
  readonly shownVersion: { readonly slug: string; readonly version: number } | null;
  readonly shownTotal: number | null;
  readonly withdrawnAt: string | null;
}

interface Recorded {
  readonly accepted: number;
  readonly repeated: number;
  readonly refused: readonly { readonly where: string; readonly reason: string }[];
  readonly kept: readonly { readonly key: string; readonly id: number }[];
}

async function useLeads(): Promise<ServiceFixture> {
  const service = await useService();
  const ids = ["a", "b", "c"];
  await upsertLeads(
    service.context,
    ids.map((id) => ({ id, attributes: { country: "Germany" } })),
  );
  return service;
}

type Who = Parameters<typeof askAs>[1];

async function give(service: ServiceFixture, who: Who, ...feedback: readonly object[]) {
  const reply = await askAs(service, who)("POST", "/v1/feedback", { feedback });
  return { ...reply, body: reply.body as Recorded };
}

async function list(service: ServiceFixture, who: Who, query = "") {
  const reply = await askAs(service, who)("GET", `/v1/feedback?${query}`);
  return reply.body.items as readonly Said[];
}

test("what sales says is kept as it was said, with the score that was shown", async () => {
  const service = await useLeads();
  const score = await askAs(service, "sales")("GET", "/v1/leads/a/score");
  const reply = await give(
    service,
    "sales",
    { key: "1", lead: "a", verdict: "rejected", reason: "no-budget", sawScore: true, rep: "ann" },
    { key: "2", lead: "b", verdict: 4, reasons: ["good-fit", "other"], comment: "Call in May" },
    { key: "3", lead: "c", verdict: 3, sawScore: false },
  );
  expect(reply).toMatchObject({ status: 200, body: { accepted: 3, repeated: 0, refused: [] } });
  const [third, second, first] = await list(service, "sales");
  expect(first).toMatchObject({
    lead: "a",
    verdict: "rejected",
    accepted: false,
    reasons: ["no-budget"],
    rep: "ann",
    sawScore: true,
    shownVersion: { version: 1 },
    shownTotal: score.body.rules.score,
  });
  expect(second).toMatchObject({
    verdict: 4,
    accepted: true,
    reasons: ["good-fit", "other"],
    comment: "Call in May",
    rep: "sales",
    sawScore: null,
    shownVersion: null,
    shownTotal: null,
  });
  expect(third).toMatchObject({ verdict: 3, accepted: false, sawScore: false, shownTotal: null });
  expect(reply.body.kept).toEqual(
    [first, second, third].map((one) => ({ key: one!.key, id: one!.id })),
  );
  expect(service.faults).toEqual([]);
});

test("the same key is the same feedback: the first word stands, however often it is sent", async () => {
  const service = await useLeads();
  const said = { key: "1", lead: "a", verdict: "accepted" };
  const first = await give(service, "sales", said, { ...said, verdict: "rejected" });
  expect(first.body).toMatchObject({ accepted: 1, repeated: 1 });
  const again = await give(service, "sales", { ...said, verdict: 1 });
  expect(again.body).toEqual({ ...first.body, accepted: 0, repeated: 1 });
  const both = await Promise.all(
    [1, 2, 3].map(() => give(service, "sales", { ...said, key: "2" })),
  );
  expect(both.reduce((sum, { body }) => sum + body.accepted, 0)).toBe(1);
  expect((await list(service, "sales")).map(({ verdict }) => verdict)).toEqual([
    "accepted",
    "accepted",
  ]);
});

test("a bad item is refused in words and costs the others nothing", async () => {
  const service = await useLeads();
  await give(service, "integration", { key: "theirs", lead: "a", verdict: 5 });
  const slug = "sample-b2b-software";
  const reply = await give(
    service,
    "sales",
    { key: "good", lead: "a", verdict: 5 },
    { key: "1", lead: "nobody", verdict: 5 },
    { key: "2", lead: "a", verdict: 5, reason: "bored" },
    { key: "3", lead: "a", verdict: 5, shownVersion: { slug, version: 9 } },
    { key: "4", lead: "a", verdict: 6 },
    { key: "5", lead: "a", verdict: 5, reason: "other", reasons: ["other"] },
    { key: "6", lead: "a", verdict: 5, at: "2999-01-01T00:00:00Z" },
    { key: "7", lead: "a", verdict: 5, sawScore: false, shownVersion: { slug, version: 1 } },
    { key: "theirs", lead: "a", verdict: 5 },
  );
  expect(reply.status).toBe(200);
  expect(reply.body).toMatchObject({ accepted: 1, repeated: 0, kept: [{ key: "good" }] });
  const told = new Map(reply.body.refused.map(({ where, reason }) => [where, reason]));
  expect([...told.keys()].toSorted()).toEqual([
    "/feedback/1/lead",
    "/feedback/2/reasons",
    "/feedback/3/shownVersion",
    "/feedback/4/verdict",
    "/feedback/5/reasons",
    "/feedback/6/at",
    "/feedback/7/shownVersion",
    "/feedback/8/key",
  ]);
  for (const reason of told.values()) expect(reason).toMatch(/^(expected|no|this) .{10}/);
  const all = await give(service, "sales", { key: "1", lead: "nobody", verdict: 5 });
  expect(all).toMatchObject({ status: 422, body: { code: "rows-broken" } });
});

test("a rep sees, changes and withdraws only what is their own", async () => {
  const service = await useLeads();
  const mine = (await give(service, "sales", { key: "1", lead: "a", verdict: 2 })).body.kept[0]!.id;
  const other = await give(service, "integration", { key: "2", lead: "a", verdict: 2 });
  const theirs = other.body.kept[0]!.id;
  expect((await list(service, "sales")).map(({ id }) => id)).toEqual([mine]);
  const author = (await list(service, "revops", "key=2"))[0]!.author;
  expect(await list(service, "sales", `author=${author}`)).toEqual([]);
  for (const who of ["revops", "data-science"] as const)
    expect((await list(service, who)).map(({ id }) => id)).toEqual([theirs, mine]);
  const refused = { status: 404, body: { code: "feedback-unknown" } };
  for (const id of [theirs, 999_999]) {
    const change = await askAs(service, "sales")("PATCH", `/v1/feedback/${id}`, { verdict: 5 });
    expect(change).toMatchObject(refused);
    expect(await askAs(service, "sales")("DELETE", `/v1/feedback/${id}`)).toMatchObject(refused);
  }
  const revops = await askAs(service, "revops")("PATCH", `/v1/feedback/${mine}`, { verdict: 5 });
  expect(revops).toMatchObject(refused);
  const changed = await askAs(service, "sales")("PATCH", `/v1/feedback/${mine}`, {
    verdict: 5,
    reasons: ["good-fit"],
    comment: "secret words",
  });
  expect(changed).toMatchObject({
    status: 200,
    body: { verdict: 5, accepted: true, reasons: ["good-fit"], comment: "secret words" },
  });
  expect(await list(service, "sales")).toEqual([changed.body]);
  const audit = await service.database.sql`
    SELECT action, object, detail FROM audit_log WHERE action LIKE 'feedback.%' ORDER BY id`;
  expect(audit).toEqual([
    {
      action: "feedback.change",
      object: `feedback:${mine}`,
      detail: { changed: ["accepted", "rating", "reasons", "comment"] },
    },
  ]);
});

test("withdrawn feedback stays, marked so, and is changed no more", async () => {
  const service = await useLeads();
  const { kept } = (await give(service, "sales", { key: "1", lead: "a", verdict: 2 })).body;
  const url = `/v1/feedback/${kept[0]!.id}`;
  const first = await askAs(service, "sales")("DELETE", url);
  expect(first.body.withdrawnAt).not.toBeNull();
  expect((await askAs(service, "sales")("DELETE", url)).body).toEqual(first.body);
  expect(await askAs(service, "sales")("PATCH", url, { verdict: 5 })).toMatchObject({
    status: 409,
    body: { code: "feedback-withdrawn" },
  });
  expect(await list(service, "sales", "withdrawn=true")).toEqual([first.body]);
  expect(await list(service, "sales", "withdrawn=false")).toEqual([]);
  const again = await give(service, "sales", { key: "1", lead: "a", verdict: 2 });
  expect(again.body).toMatchObject({ accepted: 0, repeated: 1 });
});

test("feedback goes with its lead, and its comment is nowhere else", async () => {
  const service = await useLeads();
  const { context, database } = service;
  await give(service, "sales", { key: "1", lead: "a", verdict: 2, comment: "zorblax" });
  await give(service, "sales", { key: "2", lead: "b", verdict: 2 });
  await eraseLead(context, "a", { name: "key:1" });
  expect((await list(service, "sales")).map(({ lead }) => lead)).toEqual(["b"]);
  const [dump] = await database.sql<{ text: string }[]>`
    SELECT (SELECT string_agg(audit_log::text, '') FROM audit_log)
      || (SELECT string_agg(feedback::text, '') FROM feedback) AS text`;
  expect(dump!.text).not.toContain("zorblax");
});

test("the list of reasons is edited, and what was given keeps its code", async () => {
  const service = await useLeads();
  const { kept } = (
    await give(service, "sales", { key: "1", lead: "a", verdict: 2, reason: "no-need" })
  ).body;
  const codes = [{ code: "too-small", name: "Too small" }];
  const put = await askAs(service, "revops")("PUT", "/v1/settings/reason-codes", { codes });
  expect(put).toMatchObject({ status: 200, body: { codes } });
  const read = await askAs(service, "sales")("GET", "/v1/settings/reason-codes");
  expect(read.body).toEqual({ codes });
  const refused = await give(service, "sales", {
    key: "2",
    lead: "a",
    verdict: 2,
    reason: "no-need",
  });
  expect(refused.status).toBe(422);
  const url = `/v1/feedback/${kept[0]!.id}`;
  const more = { reasons: ["no-need", "too-small"] };
  expect((await askAs(service, "sales")("PATCH", url, more)).body).toMatchObject(more);
  const wrong = await askAs(service, "sales")("PATCH", url, { reasons: ["competitor"] });
  expect(wrong).toMatchObject({ status: 422, body: { details: [{ where: "/reasons" }] } });
  const twice = { codes: [...codes, ...codes] };
  const bad = await askAs(service, "revops")("PUT", "/v1/settings/reason-codes", twice);
  expect(bad.status).toBe(400);
});

test("feedback is listed page by page", async () => {
  const service = await useLeads();
  const keys = ["1", "2", "3", "4", "5"];
  await give(service, "sales", ...keys.map((key) => ({ key, lead: "a", verdict: 2 })));
  const seen: string[] = [];
  for (let after = ""; ; ) {
    const { body } = await askAs(service, "sales")("GET", `/v1/feedback?limit=2${after}`);
    seen.push(...body.items.map(({ key }: Said) => key));
    if (body.next === null) break;
    after = `&after=${body.next}`;
  }
  expect(seen).toEqual(keys.toReversed());
});
