import { expect, test } from "vitest";
import { CELLS } from "../../src/scorecard/schema.ts";
import { setBlindShare } from "../../src/workflows/feedback/listening-settings.ts";
import { recordActivities } from "../../src/workflows/keeping/record-activities.ts";
import { upsertLeads } from "../../src/workflows/keeping/upsert-leads.ts";
import { closeHandover } from "../../src/workflows/routing/handovers.ts";
import { setRouting } from "../../src/workflows/settings/settings.ts";
import { askAs } from "./asking.ts";
import { type ServiceFixture, useService } from "./service-fixture.ts";

interface Item {
  readonly handover: number;
  readonly lead: string;
  readonly owner: string | null;
  readonly blind: boolean;
  readonly attributes: object;
  readonly activities: readonly object[];
  readonly activityCount: number;
}

const ACTOR = { name: "person:1" };

/** A service whose leads are all handed over as soon as they come, a minute after one another. */
async function useHandovers(owners: readonly string[], share: number) {
  let now = Date.UTC(2026, 0, 5);
  const service = await useService({ now: () => (now += 60_000) });
  const route = { by: "round-robin" as const, owners: [...owners] };
  await setRouting(service.context, ACTOR, Object.fromEntries(CELLS.map((cell) => [cell, route])));
  await setBlindShare(service.context, ACTOR, { share });
  return service;
}

async function bring({ context }: ServiceFixture, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) await upsertLeads(context, [{ id, attributes: { country: "Germany" } }]);
}

async function readQueue(service: ServiceFixture, query = "", who: "sales" | "revops" = "sales") {
  const reply = await askAs(service, who)("GET", `/v1/queue?${query}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body as { readonly items: readonly Item[]; readonly next: string | null };
}

const leadsOf = ({ items }: { readonly items: readonly Item[] }) => items.map(({ lead }) => lead);

async function judge(service: ServiceFixture, lead: string, more: object = {}) {
  const feedback = [{ key: `of ${lead}`, lead, verdict: "accepted", ...more }];
  const reply = await askAs(service, "sales")("POST", "/v1/feedback", { feedback });
  return reply.body.kept[0].id as number;
}

test("handed-over leads wait oldest first, page by page, until somebody judges them", async () => {
  const service = await useHandovers(["sales"], 0);
  await bring(service, "c", "a", "d", "b");
  const first = await readQueue(service, "limit=3");
  const second = await readQueue(service, `limit=3&after=${first.next}`);
  expect([leadsOf(first), leadsOf(second), second.next]).toEqual([["c", "a", "d"], ["b"], null]);
  const id = await judge(service, "a");
  expect(leadsOf(await readQueue(service))).toEqual(["c", "d", "b"]);
  await askAs(service, "sales")("DELETE", `/v1/feedback/${id}`);
  expect(leadsOf(await readQueue(service))).toEqual(["c", "a", "d", "b"]);
  expect(service.faults).toEqual([]);
});

test("a lead that is handed over again waits again, once", async () => {
  const service = await useHandovers(["sales"], 0);
  await bring(service, "a", "b");
  await judge(service, "a");
  const [{ id }] = await service.database.sql<[{ id: number }]>`
    SELECT id::float8 AS id FROM handover ORDER BY id LIMIT 1`;
  await closeHandover(service.context, ACTOR, id);
  const attributes = { employees: 500, jobTitle: "CEO", industry: "Software", source: "referral" };
  await upsertLeads(service.context, [{ id: "a", attributes }]);
  expect(await service.database.sql`SELECT id FROM handover`).toHaveLength(3);
  expect(leadsOf(await readQueue(service))).toEqual(["b", "a"]);
});

test("what is visible tells why it was handed over, what to do, and what makes both scores", async () => {
  const service = await useHandovers(["sales"], 0);
  await bring(service, "a");
  const [item] = (await readQueue(service)).items;
  expect(item).toMatchObject({
    lead: "a",
    owner: "sales",
    blind: false,
    why: { cell: expect.stringMatching(/^[A-D][1-4]$/), from: null, cause: "lead", score: 8 },
    nextAction: expect.stringMatching(/./),
    scores: {
      rules: { score: 8, highlights: [{ key: "country-home", contribution: 6 }, {}] },
      model: { probability: expect.any(Number), highlights: [{ key: "country-home" }, {}] },
    },
  });
});

test("what is blind tells attributes and activities, and nothing of any score", async () => {
  const service = await useHandovers(["sales"], 1);
  await bring(service, "a", "b");
  const done = { lead: "a", type: "visit", asset: "pricing page", at: Date.UTC(2026, 0, 2) };
  await recordActivities(service.context, [{ ...done, key: "1" }]);
  const { items } = await readQueue(service);
  expect(items).toHaveLength(2);
  expect(items[0]).toEqual({
    handover: expect.any(Number),
    lead: "a",
    owner: "sales",
    at: expect.any(String),
    closedAt: null,
    blind: true,
    attributes: { country: "Germany" },
    activities: [
      {
        type: "visit",
        asset: "pricing page",
        category: null,
        minutes: null,
        at: "2026-01-02T00:00:00.000Z",
      },
    ],
    activityCount: 1,
  });
  const words =
    /score|total|points|fit|engagement|grade|band|cell|probab|odds|model|ledger|action|"[A-D][1-4]"/i;
  const { activities: _, activityCount: __, ...rest } = items[0]!;
  expect(JSON.stringify(rest)).not.toMatch(words);
});

test("feedback on a blind lead is blind whatever its sender says, and only while it waits", async () => {
  const service = await useHandovers(["sales"], 1);
  await bring(service, "a");
  await judge(service, "a", { sawScore: true });
  await judge(service, "a", { key: "later", sawScore: true });
  const said = await service.database.sql`
    SELECT key, saw_score, shown_version_id IS NULL AS unshown, shown_total FROM feedback ORDER BY id`;
  expect(said).toEqual([
    { key: "of a", saw_score: false, unshown: true, shown_total: null },
    { key: "later", saw_score: true, unshown: false, shown_total: 8 },
  ]);
});

test("a verdict that is turned later is no longer known to be blind", async () => {
  const service = await useHandovers(["sales"], 1);
  await bring(service, "a");
  const id = await judge(service, "a");
  const change = async (payload: object) =>
    (await askAs(service, "sales")("PATCH", `/v1/feedback/${id}`, payload)).body.sawScore;
  expect(await change({ comment: "nice" })).toBe(false);
  expect(await change({ verdict: "rejected" })).toBeNull();
});

test("a rep's queue holds their own leads and nobody's; others' when asked for; RevOps sees all", async () => {
  const service = await useHandovers(["sales", "ben"], 0);
  await bring(service, "a", "b", "c");
  await service.database.sql`UPDATE handover SET owner = NULL WHERE id = 3`;
  expect(leadsOf(await readQueue(service))).toEqual(["a", "c"]);
  expect(leadsOf(await readQueue(service, "owner=ben"))).toEqual(["b"]);
  expect(leadsOf(await readQueue(service, "", "revops"))).toEqual(["a", "b", "c"]);
});

test("of many handovers about the share that is set are blind, and the draw is no lottery", async () => {
  const service = await useHandovers(["sales"], 0.2);
  const leads = Array.from({ length: 400 }, (_, i) => ({ id: `L-${i}`, attributes: {} }));
  await upsertLeads(service.context, leads);
  const [row] = await service.database.sql<{ blind: number; all: number }[]>`
    SELECT count(*) FILTER (WHERE blind)::int AS blind, count(*)::int AS all FROM handover`;
  expect(row!.all).toBe(400);
  // The ids of leads and events are the same in every run, and so is the draw.
  expect(row!.blind).toBeGreaterThan(50);
  expect(row!.blind).toBeLessThan(110);
});
