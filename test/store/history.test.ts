import { describe, expect, it } from "vitest";
import type { Database } from "../../src/store/database.ts";
import {
  countLeftOut,
  fingerprintHistory,
  readClosedDeals,
  readFeedback,
} from "../../src/store/history.ts";
import { useTestDatabase } from "../database.ts";

const at = (day: number) => Date.UTC(2024, 0, day);
const iso = (day: number | null) => (day === null ? null : new Date(at(day)).toISOString());

/** Days of January 2024. */
interface Days {
  readonly opened?: number;
  readonly handedOver?: number;
  readonly closed?: number;
}

async function addLead(
  { sql }: Database,
  id: string,
  revisions: readonly (readonly [day: number, attributes: object])[] = [],
): Promise<void> {
  await sql`INSERT INTO lead (external_id, attributes) VALUES (${id}, '{"now":true}')`;
  for (const [day, attributes] of revisions)
    await sql`
      INSERT INTO lead_revision (lead_id, known_from, attributes)
      SELECT id, ${iso(day)}, ${JSON.stringify(attributes)}::jsonb FROM lead WHERE external_id = ${id}`;
}

async function addDeal(
  { sql }: Database,
  lead: string,
  outcome: "won" | "lost" | "open",
  { opened, handedOver, closed }: Days,
): Promise<void> {
  await sql`
    INSERT INTO opportunity (external_id, lead_id, outcome, opened_at, handed_over_at, closed_at)
    SELECT 'D-' || ${lead}::text, id, ${outcome}, ${iso(opened ?? null)},
      ${iso(handedOver ?? null)}, ${iso(closed ?? null)}
    FROM lead WHERE external_id = ${lead}`;
}

async function act({ sql }: Database, lead: string, day: number): Promise<void> {
  await sql`
    INSERT INTO activity (lead_id, key, type, asset, at)
    SELECT id, ${`${lead}/${day}`}, 'visit', 'pricing', ${iso(day)} FROM lead
    WHERE external_id = ${lead}`;
}

/** A transaction, as reading by batches asks for one. */
function readDeals(database: Database) {
  return database.transact(readClosedDeals);
}

describe("the deals to learn from", () => {
  it("tell the account and the owner of their leads", async () => {
    const database = await useTestDatabase();
    for (const lead of ["a", "b"]) {
      await addLead(database, lead);
      await addDeal(database, lead, "won", { handedOver: 6, closed: 20 });
    }
    await database.sql`
      UPDATE lead SET account = 'acme', owner = 'ann' WHERE external_id = 'a'`;
    const deals = await readDeals(database);
    expect(deals.map(({ leadId, account, owner }) => [leadId, account, owner])).toEqual([
      ["a", "acme", "ann"],
      ["b", null, null],
    ]);
  });

  it("have their leads as they were known last at the hand-over, with what they had done by then", async () => {
    const database = await useTestDatabase();
    await addLead(database, "a", [
      [1, { size: 1 }],
      [5, { size: 5 }],
      [9, { size: 9 }],
    ]);
    for (const day of [7, 2, 5, 6]) await act(database, "a", day);
    await addDeal(database, "a", "won", { opened: 3, handedOver: 6, closed: 20 });
    expect(await readDeals(database)).toEqual([
      {
        id: "D-a",
        outcome: "won",
        createdAt: at(3),
        closedAt: at(20),
        asOf: at(6),
        leadId: "a",
        account: null,
        owner: null,
        attributes: { size: 5 },
        activities: [2, 5, 6].map((day) => ({ type: "visit", asset: "pricing", at: at(day) })),
      },
    ]);
  });

  it("stand at their opening where no hand-over is known", async () => {
    const database = await useTestDatabase();
    await addLead(database, "a", [[1, { size: 1 }]]);
    await addDeal(database, "a", "lost", { opened: 3, closed: 3 });
    expect(await readDeals(database)).toMatchObject([{ asOf: at(3), attributes: { size: 1 } }]);
  });

  it("take what was known first of a lead that was not known before", async () => {
    const database = await useTestDatabase();
    await addLead(database, "a", [
      [8, { size: 8 }],
      [9, { size: 9 }],
    ]);
    await addDeal(database, "a", "lost", { handedOver: 3, closed: 20 });
    expect(await readDeals(database)).toMatchObject([{ attributes: { size: 8 } }]);
  });

  it("are none of those that are open, erased, without a moment or decided before it", async () => {
    const database = await useTestDatabase();
    const { sql } = database;
    const deals: readonly (readonly [string, "won" | "open", Days])[] = [
      ["open", "open", { opened: 1 }],
      ["erased", "won", { handedOver: 1, closed: 9 }],
      ["no-moment", "won", { closed: 9 }],
      ["never-closed", "won", { handedOver: 1 }],
      ["decided", "won", { handedOver: 9, closed: 9 }],
      ["learned", "won", { handedOver: 1, closed: 9 }],
    ];
    for (const [lead, outcome, days] of deals) {
      await addLead(database, lead);
      await addDeal(database, lead, outcome, days);
    }
    await sql`DELETE FROM lead WHERE external_id = 'erased'`;
    expect((await readDeals(database)).map(({ id }) => id)).toEqual(["D-learned"]);
    expect(await countLeftOut(database)).toEqual({
      open: 1,
      deleted: 1,
      "no-moment": 2,
      "decided-before-moment": 1,
    });
  });

  it("may all lack their closing", async () => {
    const database = await useTestDatabase();
    await addLead(database, "a");
    await addDeal(database, "a", "won", { handedOver: 1 });
    expect(await readDeals(database)).toHaveLength(1);
  });
});

describe("the fingerprint of a history", () => {
  it("changes with all that is learned from, and with nothing else", async () => {
    const database = await useTestDatabase();
    const { sql } = database;
    const seen: string[] = [];
    const expectNew = async () => {
      const fingerprint = await fingerprintHistory(database);
      expect(seen).not.toContain(fingerprint);
      seen.push(fingerprint);
    };
    const expectSame = async () => expect(await fingerprintHistory(database)).toBe(seen.at(-1));
    await expectNew();
    await addLead(database, "a", [[1, { size: 1 }]]);
    await expectSame();
    await addDeal(database, "a", "won", { handedOver: 6, closed: 20 });
    await expectNew();
    await act(database, "a", 5);
    await expectNew();
    await act(database, "a", 7);
    await expectSame();
    await sql`UPDATE lead_revision SET attributes = '{"size":2}'`;
    await expectNew();
    await sql`UPDATE lead SET attributes = '{"size":3}', other_ids = '{"crm":"1"}'`;
    await expectSame();
    await sql`UPDATE lead SET account = 'acme'`;
    await expectNew();
    await sql`UPDATE lead SET owner = 'ann'`;
    await expectNew();
    await addLead(database, "b");
    await sql`UPDATE lead SET account = 'apex' WHERE external_id = 'b'`;
    await expectSame();
    await addDeal(database, "b", "open", { opened: 6 });
    await expectNew();
    await sql`
      INSERT INTO feedback (key, lead_id, accepted, at)
      SELECT 'said', id, true, now() FROM lead WHERE external_id = 'b'`;
    await expectNew();
    await sql`UPDATE feedback SET withdrawn_at = now()`;
    expect(await fingerprintHistory(database)).toBe(seen.at(-2));
    expect(await readFeedback(database)).toEqual([]);
    await sql`DELETE FROM lead WHERE external_id = 'a'`;
    await expectNew();
  });
});
