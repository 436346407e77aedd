import { expect, it } from "vitest";
import * as schema from "../../../src/store/schema/index.ts";
import { eraseLead } from "../../../src/workflows/keeping/erase-lead.ts";
import { recordActivities } from "../../../src/workflows/keeping/record-activities.ts";
import { recordOutcomes } from "../../../src/workflows/keeping/record-outcomes.ts";
import { upsertLeads } from "../../../src/workflows/keeping/upsert-leads.ts";
import { NOW } from "../../scorecard/cards.ts";
import { dumpRows, useKeeping } from "./keeping.fixture.ts";

/** In all that is told of the person, and in nothing else. */
const MARK = "zorblax";
const actor = { name: "key:1" };

/** Two leads of which all is told that can be told; the first one's carries the mark. */
async function tell({ database, context }: Awaited<ReturnType<typeof useKeeping>>) {
  const { orm } = database;
  await orm.insert(schema.webhook).values({
    url: "https://receiver.example",
    secret: "s",
    kinds: ["threshold", "cell"],
    createdBy: "test",
  });
  for (const id of [MARK, "other"]) {
    const attributes = { employees: 500, name: `${id} name`, tags: [`${id} tag`] };
    const names = { otherIds: { crm: `${id}-1` }, owner: id, account: `${id} account` };
    await upsertLeads(context, [{ id, attributes, ...names }]);
    await upsertLeads(context, [{ id, attributes: { webinar: `${id} webinar` } }]);
    const activity = { lead: id, type: `${id} type`, asset: `${id} asset`, category: id };
    await recordActivities(context, [{ ...activity, key: `${id}-key`, at: NOW }]);
    await recordOutcomes(context, [
      { deal: `${id}-deal`, lead: id, outcome: "won", closedAt: NOW },
    ]);
    const lead = await orm.query.lead.findFirst({
      where: (lead, { eq }) => eq(lead.externalId, id),
    });
    await orm.insert(schema.feedback).values({
      key: `${id} feedback`,
      leadId: lead!.id,
      accepted: true,
      comment: `${id} comment`,
      at: new Date(NOW),
    });
    const event = await orm.query.event.findFirst({
      where: (event, { eq }) => eq(event.leadId, lead!.id),
    });
    await orm.insert(schema.handover).values({
      leadId: lead!.id,
      eventId: event!.id,
      cell: "C4",
      nextAction: "call",
      owner: "rep",
      at: new Date(NOW),
    });
  }
  await orm.insert(schema.report).values({ basis: "b", html: MARK, json: MARK, md: MARK });
}

it("leaves no trace of the person in any table, and all of the others", async () => {
  const keeping = await useKeeping();
  await tell(keeping);
  const before = await dumpRows(keeping.database);
  const marked = Object.keys(before).filter((table) => before[table]!.join().includes(MARK));
  expect(marked).toEqual([
    "activity",
    "feedback",
    "lead",
    "lead_revision",
    "opportunity",
    "report",
  ]);
  expect(await eraseLead(keeping.context, MARK, actor)).toBeNull();
  const after = await dumpRows(keeping.database);
  expect(Object.values(after).flat().join()).not.toContain(MARK);
  const others = Object.values(before)
    .flat()
    .filter((row) => row.includes("other"));
  expect(others).toHaveLength(marked.length - 1);
  expect(Object.values(after).flat()).toEqual(expect.arrayContaining(others));
});

it("keeps the counts: deals, events and handovers stay, without the person", async () => {
  const keeping = await useKeeping();
  await tell(keeping);
  const { orm } = keeping.database;
  const deals = await orm.query.opportunity.findMany();
  const events = await orm.query.event.findMany();
  await eraseLead(keeping.context, MARK, actor);
  const [gone, kept] = await orm.query.opportunity.findMany({
    orderBy: (deal, { asc }) => asc(deal.id),
  });
  expect(gone).toMatchObject({ leadId: null, externalId: null, outcome: "won" });
  expect(kept).toEqual(deals[1]);
  const left = await orm.query.event.findMany();
  expect(left).toHaveLength(events.length);
  expect(left.filter(({ leadId }) => leadId === null)).toHaveLength(events.length / 2);
  const handovers = await orm.query.handover.findMany({
    orderBy: (handover, { asc }) => asc(handover.id),
  });
  expect(handovers.map(({ leadId }) => leadId === null)).toEqual([true, false]);
  const rows = await Promise.all([
    orm.query.leadScore.findMany(),
    orm.query.leadRevision.findMany(),
    orm.query.feedback.findMany(),
  ]);
  expect(rows.map(({ length }) => length)).toEqual([1, 1, 1]);
});

it("tells no subscriber of the person any more", async () => {
  const keeping = await useKeeping();
  await tell(keeping);
  const { orm } = keeping.database;
  const waiting = await orm.query.delivery.findMany();
  await eraseLead(keeping.context, MARK, actor);
  expect(await orm.query.delivery.findMany()).toHaveLength(waiting.length / 2);
});

it("is in the audit log, by the internal id", async () => {
  const keeping = await useKeeping();
  await tell(keeping);
  const { orm } = keeping.database;
  const lead = await orm.query.lead.findFirst({
    where: (lead, { eq }) => eq(lead.externalId, MARK),
  });
  await eraseLead(keeping.context, MARK, actor);
  expect(await orm.query.auditLog.findMany()).toMatchObject([
    { actor: "key:1", action: "lead.erase", object: `lead:${lead!.id}`, detail: {} },
  ]);
});

it("is refused a second time, and changes nothing then", async () => {
  const keeping = await useKeeping();
  await tell(keeping);
  await eraseLead(keeping.context, MARK, actor);
  const before = await dumpRows(keeping.database);
  expect(await eraseLead(keeping.context, MARK, actor)).toMatchObject({ code: "lead-unknown" });
  expect(await dumpRows(keeping.database)).toEqual(before);
});

it("and what is told of the person at the same time end in a lead that is there or not, never half", async () => {
  const keeping = await useKeeping();
  const { context, database } = keeping;
  for (let round = 0; round < 10; round++) {
    await upsertLeads(context, [{ id: MARK, attributes: { employees: 500 } }]);
    const activity = { lead: MARK, type: "visit", asset: "pricing", at: NOW };
    await Promise.all([
      recordActivities(context, [{ ...activity, key: `${MARK}-${round}` }]),
      eraseLead(context, MARK, actor),
      recordActivities(context, [{ ...activity, key: `${MARK}-${round}-b` }]),
    ]);
    expect(
      Object.values(await dumpRows(database))
        .flat()
        .join(),
    ).not.toContain(MARK);
  }
});
