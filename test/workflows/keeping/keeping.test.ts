import * as fc from "fast-check";
import { expect, it } from "vitest";
import { Refusal } from "../../../src/refusal.ts";
import type { Database } from "../../../src/store/database.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { recordActivities } from "../../../src/workflows/keeping/record-activities.ts";
import { recordOutcomes } from "../../../src/workflows/keeping/record-outcomes.ts";
import { upsertLeads } from "../../../src/workflows/keeping/upsert-leads.ts";
import { explainStored } from "../../../src/workflows/live/explain-stored.ts";
import { DAY, NOW } from "../../scorecard/cards.ts";
import { activityItem, clearLeads, dumpRows, leadItem, useKeeping } from "./keeping.fixture.ts";

const batches = {
  leads: fc.array(leadItem, { minLength: 1, maxLength: 6 }),
  activities: fc.array(activityItem, { maxLength: 20 }),
};

it("the ledgers of every stored score sum to it exactly", async () => {
  const { database, context } = await useKeeping();
  const { leads, activities } = batches;
  await fc.assert(
    fc.asyncProperty(leads, activities, async (leads, activities) => {
      await upsertLeads(context, leads);
      await recordActivities(context, activities);
      const stored = await database.orm.query.lead.findMany();
      const scores = await database.orm.query.leadScore.findMany();
      expect(scores).toHaveLength(stored.length);
      for (const { id, externalId } of stored) {
        const { total, logOdds, probability } = scores.find(({ leadId }) => leadId === id)!;
        const explained = await explainStored(context, externalId);
        if (explained instanceof Refusal) throw new Error(explained.message);
        const { rules, model } = explained;
        expect(rules.ledger.reduce((sum, { contribution }) => sum + contribution, 0)).toBe(total);
        const sum = model!.contributions.reduce(
          (sum, { contribution }) => sum + contribution,
          model!.intercept,
        );
        expect(sum).toBe(logOdds);
        expect(model!.probability).toBe(probability);
      }
    }),
    { numRuns: 30 },
  );
});

it("the same batch twice changes no row of any table, even later", async () => {
  let now = NOW;
  const { database, context } = await useKeeping(() => now);
  const outcome = fc.record({
    deal: fc.constantFrom("x", "y"),
    lead: fc.constantFrom("a", "b", "c"),
    outcome: fc.constantFrom("won" as const, "lost" as const),
    closedAt: fc.constantFrom(NOW, NOW - DAY),
  });
  const outcomes = fc.uniqueArray(outcome, { selector: ({ deal }) => deal });
  await fc.assert(
    fc.asyncProperty(batches.leads, batches.activities, outcomes, async (...told) => {
      now = NOW;
      await clearLeads(database);
      const [leads, activities, outcomes] = told;
      const first = {
        leads: await upsertLeads(context, leads),
        activities: await recordActivities(context, activities),
        outcomes: await recordOutcomes(context, outcomes),
      };
      const before = await dumpRows(database);
      now += DAY;
      const known = new Set(leads.map(({ id }) => id)).size;
      expect(await upsertLeads(context, leads)).toEqual({
        created: 0,
        changed: 0,
        unchanged: known,
        refused: [],
      });
      const { refused } = first.activities;
      expect(await recordActivities(context, activities)).toEqual({
        accepted: 0,
        repeated: activities.length - refused.length,
        refused,
      });
      expect(await recordOutcomes(context, outcomes)).toEqual({
        accepted: 0,
        repeated: outcomes.length - first.outcomes.refused.length,
        refused: first.outcomes.refused,
      });
      expect(await dumpRows(database)).toEqual(before);
      expect(before["lead"]).toHaveLength(known);
    }),
    { numRuns: 30 },
  );
});

it("concurrent requests on the same leads end in the score of one after the other, each event once", async () => {
  const { database, context } = await useKeeping();
  const { sql } = database;
  const score = () => sql`
    SELECT external_id, attributes, total, fit, engagement, cell, probability, doses, settled
    FROM lead JOIN lead_score ON lead_id = lead.id ORDER BY external_id`;
  const lead = fc.record({
    id: fc.constantFrom("a", "b", "c", "d"),
    attributes: fc.constantFrom({ employees: 500 }, { webinar: "yes" }, { referral: "yes" }),
  });
  const requests = fc.array(fc.array(activityItem, { minLength: 1, maxLength: 8 }), {
    minLength: 2,
    maxLength: 6,
  });
  const one = fc.uniqueArray(activityItem, { selector: ({ key }) => key, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(fc.array(lead, { maxLength: 6 }), one, requests, async (leads, all, cuts) => {
      await clearLeads(database);
      const everyone = ["a", "b", "c", "d"].map((id) => ({ id, attributes: {} }));
      await upsertLeads(context, everyone);
      for (const each of leads) await upsertLeads(context, [each]);
      await recordActivities(context, all);
      const expected = await score();

      await clearLeads(database);
      await upsertLeads(context, everyone);
      const parts = cuts.map((_, i) => all.filter((_, k) => k % cuts.length === i));
      await Promise.all([
        ...parts.map((part) => recordActivities(context, part)),
        // Some of it is sent twice at once, in another order.
        ...parts.map((part) => recordActivities(context, part.toReversed())),
        ...leads.map((each) => upsertLeads(context, [each])),
        upsertLeads(context, [...leads, ...everyone].toReversed()),
      ]);
      expect(await score()).toEqual(expected);
      await expectEachEventOnce();
    }),
    { numRuns: 15 },
  );

  /** Points only come: so a threshold is crossed once, and cells follow each other to the last. */
  async function expectEachEventOnce() {
    const events = await sql<{ lead_id: string; kind: string; subject: string; from: string }[]>`
      SELECT lead_id, kind, subject, direction, "from", "to" FROM event ORDER BY id`;
    const states = await sql<{ lead_id: string; settled: Settled }[]>`
      SELECT lead_id, settled FROM lead_score`;
    for (const { lead_id, settled } of states) {
      const own = events.filter((event) => event.lead_id === lead_id);
      const crossed = own.filter(({ kind }) => kind === "threshold").map(({ subject }) => subject);
      expect(crossed.toSorted()).toEqual(settled.thresholds.toSorted());
      const cells = own.filter(({ kind }) => kind === "cell");
      expect(cells.map(({ from }) => from)).toEqual([
        null,
        ...cells.slice(0, -1).map(({ subject }) => subject),
      ]);
      expect(cells.at(-1)!.subject).toBe(`${settled.grade}${settled.band}`);
    }
  }
});

interface Settled {
  readonly thresholds: readonly string[];
  readonly grade: string;
  readonly band: number;
}

it("of what one lead does in many requests at once, all counts", async () => {
  const { database, context } = await useKeeping();
  await upsertLeads(context, [{ id: "a", attributes: {} }]);
  const visit = { lead: "a", type: "visit", asset: "pricing", at: NOW - DAY };
  const keys = Array.from({ length: 60 }, (_, i) => `${i}`);
  await Promise.all(keys.map((key) => recordActivities(context, [{ ...visit, key }])));
  const [score] = await database.orm.query.leadScore.findMany();
  expect(score!.total).toBe(240);
});

it("leads that are created by several requests at once are created once", async () => {
  const { database, context } = await useKeeping();
  const leads = Array.from({ length: 300 }, (_, i) => ({
    id: `L-${i}`,
    attributes: { employees: i },
  }));
  const kept = await Promise.all([
    upsertLeads(context, leads),
    upsertLeads(context, leads.toReversed()),
    upsertLeads(context, leads.slice(100, 250)),
  ]);
  const sum = (of: (counts: (typeof kept)[number]) => number) =>
    kept.reduce((sum, counts) => sum + of(counts), 0);
  expect([sum(({ created }) => created), sum(({ changed }) => changed)]).toEqual([300, 0]);
  expect(await database.sql`SELECT 1 FROM lead_score`).toHaveLength(300);
  expect(await database.sql`SELECT 1 FROM event WHERE kind = 'cell'`).toHaveLength(300);
});

it("batches with new leads in common wait for each other, and the database ends none of them", async () => {
  const { database, context } = await useKeeping();
  let runs = 0;
  const transact: Database["transact"] = (work) =>
    database.transact((session) => {
      runs++;
      return work(session);
    });
  const counting: Context = { ...context, database: { ...database, transact } };
  const keep = (ids: readonly string[], employees: number) =>
    upsertLeads(
      counting,
      ids.map((id) => ({ id, attributes: { employees } })),
    );
  const countWaiting = async () =>
    (
      await database.sql`SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE NOT granted AND datname = current_database()`
    ).length;
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const holding = database.transact(async ({ sql }) => {
    await sql`INSERT INTO lead (external_id) VALUES ('b')`;
    await released;
  });
  await expect
    .poll(
      async () =>
        (
          await database.sql`SELECT FROM pg_stat_activity
    WHERE state = 'idle in transaction' AND datname = current_database()`
        ).length,
    )
    .toBe(1);
  // It makes a, and waits for b; meanwhile others make c, and change a and c.
  const first = keep(["a", "b", "c"], 1);
  await expect.poll(countWaiting).toBe(1);
  await keep(["c"], 2);
  const second = keep(["a", "c"], 3);
  await expect.poll(countWaiting).toBe(2);
  release();
  await Promise.all([holding, first, second]);
  expect(runs).toBe(3);
});

it("attributes are known as of each moment at which they changed", async () => {
  let now = NOW;
  const { database, context } = await useKeeping(() => now);
  await upsertLeads(context, [{ id: "a", attributes: { employees: 1, city: "Bern" } }]);
  now += DAY;
  await upsertLeads(context, [{ id: "a", attributes: { employees: 2 } }]);
  now += DAY;
  await upsertLeads(context, [{ id: "a", attributes: { employees: 2, city: null } }]);
  const revisions = await database.orm.query.leadRevision.findMany();
  expect(revisions.map(({ knownFrom, attributes }) => [knownFrom.getTime(), attributes])).toEqual([
    [NOW, { employees: 1, city: "Bern" }],
    [NOW + DAY, { employees: 2, city: "Bern" }],
    [NOW + 2 * DAY, { employees: 2 }],
  ]);
});

it("a batch that a person sends is in the audit log, with counts and without leads", async () => {
  const { database, context } = await useKeeping();
  const activity = { key: "k", lead: "mark", type: "visit", at: NOW };
  const deal = { deal: "d", lead: "mark", outcome: "open" } as const;
  for (const name of ["key:1", "person:7"]) {
    await upsertLeads(context, [{ id: "mark", attributes: {} }], "lead", { name });
    await recordActivities(context, [activity], "lead", { name });
    await recordOutcomes(context, [deal], { name });
  }
  const log = await database.orm.query.auditLog.findMany();
  expect(log.map(({ actor, action, detail }) => ({ actor, action, detail }))).toEqual([
    {
      actor: "person:7",
      action: "leads.upsert",
      detail: { created: 0, changed: 0, unchanged: 1 },
    },
    { actor: "person:7", action: "activities.record", detail: { accepted: 0, repeated: 1 } },
    { actor: "person:7", action: "outcomes.record", detail: { accepted: 0, repeated: 1 } },
  ]);
  expect(JSON.stringify(log)).not.toContain("mark");
});

it("what was imported sets the state and makes no events; what comes after does", async () => {
  const { database, context } = await useKeeping();
  const count = async () => (await database.sql`SELECT 1 FROM event`).length;
  await upsertLeads(context, [{ id: "a", attributes: { employees: 500 } }], "import");
  expect(await count()).toBe(0);
  await upsertLeads(context, [{ id: "a", attributes: { webinar: "yes" } }]);
  const events = await database.orm.query.event.findMany();
  expect(events.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
    "threshold sql",
    "cell B4",
  ]);
});
