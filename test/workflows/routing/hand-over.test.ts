import { expect, onTestFinished, test } from "vitest";
import { type Database, openDatabase } from "../../../src/store/database.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { upsertLeads } from "../../../src/workflows/keeping/upsert-leads.ts";
import { closeHandover, listHandovers } from "../../../src/workflows/routing/handovers.ts";
import type { Routing } from "../../../src/workflows/routing/routing.ts";
import { setRouting } from "../../../src/workflows/settings/settings.ts";
import { createTestDatabase, dropTestDatabase, useTestDatabase } from "../../database.ts";
import {
  coolLeads,
  makeRankingContext,
  publishRanking,
  storeColdLeads,
  warmLeads,
} from "./ranked-leads.ts";

const ACTOR = { name: "person:1" };
const TURNS: Routing = { A1: { by: "round-robin", owners: ["ann", "ben", "cem", "dee"] } };

async function useRouting(routing: Routing, database?: Database): Promise<Context> {
  const context = makeRankingContext(database ?? (await useTestDatabase()));
  await publishRanking(context.database);
  await setRouting(context, ACTOR, routing);
  return context;
}

/** Lead and owner of each handover, first to last. */
async function readHandovers(context: Context) {
  const found = await listHandovers(context, { limit: 1000 });
  return found.map(({ lead, owner }) => [lead, owner]).toReversed();
}

test("a lead that comes into a routed cell gets an owner, a handover and an event of it", async () => {
  const context = await useRouting(TURNS);
  await warmLeads(context, ["a"]);
  const [handover] = await listHandovers(context, { limit: 10 });
  expect(handover).toMatchObject({
    lead: "a",
    cell: "A1",
    nextAction: "Act on A1",
    owner: "ann",
    closedAt: null,
  });
  const { sql } = context.database;
  const events = await sql`
    SELECT kind, subject, direction, "from", "to", name, action, score, cause FROM event
    JOIN handover ON handover.event_id = event.id`;
  expect(events).toEqual([
    {
      kind: "handover",
      subject: "A1",
      direction: "move",
      from: null,
      to: "A1",
      name: "Handover in A1",
      action: "Act on A1",
      score: 60,
      cause: "lead",
    },
  ]);
  expect(await sql`SELECT owner FROM lead`).toEqual([{ owner: "ann" }]);
});

test("many leads at once are given in turn, and the next transaction goes on where it ended", async () => {
  const context = await useRouting(TURNS);
  await warmLeads(context, ["a", "b", "c", "d", "e", "f"]);
  await warmLeads(context, ["g"]);
  expect(await readHandovers(context)).toEqual([
    ["a", "ann"],
    ["b", "ben"],
    ["c", "cem"],
    ["d", "dee"],
    ["e", "ann"],
    ["f", "ben"],
    ["g", "cem"],
  ]);
});

test("20 transactions at once give each of 4 owners every fourth lead", async () => {
  const url = await createTestDatabase();
  const database = openDatabase(url, { connections: 20 });
  onTestFinished(async () => {
    await database.close();
    await dropTestDatabase(url);
  });
  const context = await useRouting(TURNS, database);
  await Promise.all(Array.from({ length: 20 }, (_, i) => warmLeads(context, [`lead-${i}`])));
  const owners = (await readHandovers(context)).map(([, owner]) => owner);
  expect(owners).toEqual(Array.from({ length: 20 }, (_, i) => ["ann", "ben", "cem", "dee"][i % 4]));
});

test("an owner who is there keeps the lead, and that counts as their turn", async () => {
  const context = await useRouting(TURNS);
  await warmLeads(context, ["a"], { owner: "ann" });
  await warmLeads(context, ["b"], { owner: "zoe" });
  await warmLeads(context, ["c", "d", "e", "f"]);
  expect(await readHandovers(context)).toEqual([
    ["a", "ann"],
    ["b", "zoe"],
    ["c", "ben"],
    ["d", "cem"],
    ["e", "dee"],
    ["f", "ann"],
  ]);
});

test("rules decide in their order; what fits none goes to nobody unless said otherwise", async () => {
  const rules = [
    { when: { is: "range", attribute: "employees", from: 1000 }, owner: "key accounts" },
    { when: { is: "equals", attribute: "country", value: "Germany" }, owner: "dach" },
  ] as const;
  const context = await useRouting({ A1: { by: "rule", rules: [...rules], otherwise: null } });
  const both = { employees: 5000, country: "Germany" };
  await warmLeads(context, ["large"], { attributes: both });
  await warmLeads(context, ["german"], { attributes: { country: "germany" } });
  await warmLeads(context, ["other"], { attributes: { country: "France" } });
  await setRouting(context, ACTOR, { A1: { by: "rule", rules: [...rules], otherwise: "rest" } });
  await warmLeads(context, ["unknown"]);
  expect(await readHandovers(context)).toEqual([
    ["large", "key accounts"],
    ["german", "dach"],
    ["other", null],
    ["unknown", "rest"],
  ]);
  const { sql } = context.database;
  expect(await sql`SELECT rule FROM handover ORDER BY id`).toEqual(
    [0, 1, null, null].map((rule) => ({ rule })),
  );
  expect(await sql`SELECT owner FROM lead WHERE external_id = 'other'`).toEqual([{ owner: null }]);
});

test("a lead is handed over again only once its handover is closed", async () => {
  const context = await useRouting(TURNS);
  await warmLeads(context, ["a"]);
  await coolLeads(context, ["a"]);
  await warmLeads(context, ["a"]);
  expect(await readHandovers(context)).toEqual([["a", "ann"]]);
  const [handover] = await listHandovers(context, { limit: 1 });
  expect(await closeHandover(context, ACTOR, handover!.id)).toMatchObject({
    closedAt: expect.any(Date),
  });
  await coolLeads(context, ["a"]);
  await warmLeads(context, ["a"]);
  expect(await readHandovers(context)).toEqual([
    ["a", "ann"],
    ["a", "ann"],
  ]);
});

test("imports and cells that nothing routes hand nobody over", async () => {
  const context = await useRouting(TURNS);
  await upsertLeads(
    context,
    [{ id: "imported", attributes: { fits: true, keen: true } }],
    "import",
  );
  await upsertLeads(context, [{ id: "half", attributes: { fits: true } }]);
  expect(await readHandovers(context)).toEqual([]);
});

test("a new version hands nobody over", async () => {
  const context = await useRouting(TURNS);
  await storeColdLeads(context, ["a"]);
  await upsertLeads(context, [{ id: "a", attributes: { fits: true, keen: true } }], "version");
  const { sql } = context.database;
  expect(await sql`SELECT kind FROM event WHERE kind = 'cell'`).toHaveLength(1);
  expect(await readHandovers(context)).toEqual([]);
});

test("what fails with the transaction gives no turn away", async () => {
  const context = await useRouting(TURNS);
  await storeColdLeads(context, ["a"]);
  await context.database.sql`
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$`;
  await context.database.sql`
    CREATE CONSTRAINT TRIGGER late AFTER INSERT ON handover DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION fail()`;
  await expect(warmLeads(context, ["a"])).rejects.toThrow();
  await context.database.sql`DROP TRIGGER late ON handover`;
  expect(await readHandovers(context)).toEqual([]);
  await warmLeads(context, ["a"]);
  expect(await readHandovers(context)).toEqual([["a", "ann"]]);
});

test("handovers are listed by owner and by whether there is something to do", async () => {
  const context = await useRouting(TURNS);
  await warmLeads(context, ["a", "b", "c"]);
  const [c, b, a] = await listHandovers(context, { limit: 10 });
  await closeHandover(context, ACTOR, b!.id);
  await context.database.sql`DELETE FROM lead WHERE external_id = 'c'`;
  const ids = async (query: { owner?: string; open?: boolean; before?: number }) =>
    (await listHandovers(context, { limit: 10, ...query })).map(({ id }) => id);
  expect(await ids({ open: true })).toEqual([a!.id]);
  expect(await ids({ open: false })).toEqual([c!.id, b!.id]);
  expect(await ids({ owner: "cem" })).toEqual([c!.id]);
  expect(await ids({ before: b!.id })).toEqual([a!.id]);
});
