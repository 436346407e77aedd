import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { INTERRUPTED } from "../../../src/jobs/fault.ts";
import { Refusal } from "../../../src/refusal.ts";
import { readBacklog } from "../../../src/store/backlog.ts";
import { endInterruptedImports } from "../../../src/store/imports.ts";
import { readJob } from "../../../src/store/jobs.ts";
import type { Context } from "../../../src/workflows/context.ts";
import {
  type ImportInput,
  type ImportResult,
  importExport,
} from "../../../src/workflows/importing/import-export.ts";
import { recordActivities } from "../../../src/workflows/keeping/record-activities.ts";
import { upsertLeads } from "../../../src/workflows/keeping/upsert-leads.ts";
import { useTestDatabase } from "../../database.ts";
import { makeFolder } from "../../folder.ts";
import { makeContext, publishFading } from "../../jobs/job-fixture.ts";
import { SAMPLE } from "../../sample.ts";
import { NOW } from "../../scorecard/cards.ts";
import { countRows, dumpRows, firstLeads, writeExport } from "./export-copies.ts";

const silent = () => {};

async function importAll(context: Context, input: ImportInput): Promise<ImportResult> {
  const result = await importExport(context, input, silent);
  if (result instanceof Refusal) throw new Error(`${result.code}: ${result.message}`);
  return result;
}

/** Files of deals alone, whose leads they are. */
function writeDeals(rows: string, columns: object = {}): ImportInput {
  const folder = makeFolder();
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const mapping = {
    format: "counterweight/mapping@1",
    deals: {
      file: "deals.csv",
      id: "id",
      leadId: "lead",
      outcome: { by: "words", column: "stage", won: ["won"], lost: ["lost"], open: ["open"] },
      createdAt: "created",
      closedAt: "closed",
      ...columns,
    },
    attributes: [
      { attribute: "title", column: "title", from: "deals", type: "text" },
      { attribute: "size", column: "size", from: "deals", type: "number" },
    ],
  };
  return {
    exports: [write("deals.csv", `id,lead,stage,created,closed,title,size\n${rows}`)],
    mapping: write("mapping.json", JSON.stringify(mapping)),
    actor: { name: "command-line" },
  };
}

describe("importExport", () => {
  it("keeps and scores everything once, and nothing anew when it is done again", async () => {
    const database = await useTestDatabase();
    const context = makeContext(database);
    await publishFading(database);
    const input = writeExport(makeFolder(), { all: firstLeads(2500) });
    const progress: string[] = [];
    const result = await importExport(context, input, (text) => progress.push(text));
    expect(result).toMatchObject({
      state: "done",
      resumedAt: 0,
      scored: true,
      counts: { leads: { created: 2500, changed: 0, same: 0 }, activities: { same: 0 } },
      leftOut: { deletedDeals: 0, activities: 0, feedback: 0 },
    });
    expect(progress).toContain("2,500 of 2,500 leads kept");
    const rows = await countRows(database);
    const { counts, rejected } = result as ImportResult;
    expect(rejected.length).toBeGreaterThan(0);
    expect(rows).toEqual({
      leads: 2500,
      revisions: 2500,
      activities: counts.activities.added,
      deals: counts.deals.written,
      feedback: counts.feedback.added,
      scores: 2500,
      snapshots: 2500,
      events: 0,
      jobs: 1,
      audit: 1,
    });
    const again = await importAll(context, input);
    expect(again).toMatchObject({ state: "done-before", counts });
    expect(await countRows(database)).toEqual(rows);
  });

  it("doubles nothing where two import the same files at once", async () => {
    const database = await useTestDatabase();
    const context = makeContext(database);
    await publishFading(database);
    const input = writeExport(makeFolder(), { all: firstLeads(2500) });
    const [one, other] = await Promise.all([importAll(context, input), importAll(context, input)]);
    expect(one.counts.leads).toEqual({ created: 2500, changed: 0, same: 0 });
    expect(other.counts).toEqual(one.counts);
    expect(await countRows(database)).toMatchObject({
      leads: 2500,
      activities: one.counts.activities.added,
      snapshots: 2500,
      jobs: 1,
    });
  });

  it("doubles nothing of a newer export that overlaps, and adds what is new in it", async () => {
    const database = await useTestDatabase();
    const context = makeContext(database);
    const all = firstLeads(1000);
    const early = (line: string, lead: string) =>
      lead <= "L-0900" && line.split(",")[1]! < "2023-03" ? [line] : [];
    const first = writeExport(makeFolder(), {
      all: firstLeads(900),
      "activities.csv": early,
    });
    const older = await importAll(context, first);
    const newer = await importAll(context, writeExport(makeFolder(), { all }));
    expect(newer.state).toBe("done");
    expect(newer.counts.leads).toMatchObject({ created: 100 });
    expect(newer.counts.activities.same).toBe(older.counts.activities.added);
    const fresh = await useTestDatabase();
    await importAll(makeContext(fresh), writeExport(makeFolder(), { all }));
    const [both, alone] = [await dumpRows(database), await dumpRows(fresh)];
    for (const table of ["activities", "deals", "feedback"])
      expect(both[table]).toEqual(alone[table]);
    expect(both["leads"]).toHaveLength(1000);
  });

  it("tells apart activities that are alike by how many of them there are", async () => {
    const database = await useTestDatabase();
    const context = makeContext(database);
    const times = (n: number) => (line: string, lead: string) =>
      lead === "L-0001" ? Array.from({ length: n }, () => line) : [];
    const all = firstLeads(40);
    const copies = (n: number) => writeExport(makeFolder(), { all, "activities.csv": times(n) });
    const twice = await importAll(context, copies(2));
    const thrice = await importAll(context, copies(3));
    const one = twice.counts.activities.added / 2;
    expect(thrice.counts.activities).toEqual({ added: one, same: 2 * one });
  });

  it("is told as interrupted when its command ended, and goes on when it is run again", async () => {
    const database = await useTestDatabase();
    const context = makeContext(database);
    const input = writeExport(makeFolder(), { all: firstLeads(2500) });
    const stopped = importExport(context, input, (text) => {
      if (text.endsWith("leads kept")) throw new Error("killed");
    });
    await expect(stopped).rejects.toThrow("killed");
    expect(await readBacklog(database)).toMatchObject({ running: 1 });
    await database.sql`UPDATE job SET lease_until = now() - interval '1 s'`;
    expect(await readBacklog(database)).toMatchObject({ running: 0 });
    await endInterruptedImports(database, INTERRUPTED);
    const [id] = (await database.sql`SELECT id::int FROM job`).map((row) => row["id"] as number);
    expect(await readJob(database, id!)).toMatchObject({ state: "failed", fault: INTERRUPTED });
    expect(await importAll(context, input)).toMatchObject({ job: id, state: "done" });
    expect(await readJob(database, id!)).toMatchObject({ state: "done", fault: null });
    expect(await countRows(database)).toMatchObject({ leads: 2500, jobs: 1 });
  });

  it("keeps open deals open, without the date on which they are planned to close", async () => {
    const database = await useTestDatabase();
    const context = makeContext(database);
    await importAll(context, writeDeals("1,a,open,2025-01-01,2025-12-31,,\n2,b,,2025-01-02,,,\n"));
    const deals = () =>
      database.sql`SELECT external_id, outcome, closed_at FROM opportunity ORDER BY external_id`;
    expect(await deals()).toEqual([
      { external_id: "1", outcome: "open", closed_at: null },
      { external_id: "2", outcome: "open", closed_at: null },
    ]);
    await importAll(context, writeDeals("1,a,won,2025-01-01,2025-02-01,,\n2,b,,2025-01-02,,,\n"));
    expect((await deals()).map((deal) => deal["outcome"])).toEqual(["won", "open"]);
  });

  it("leaves nothing behind where the files are refused", async () => {
    const database = await useTestDatabase();
    const context = makeContext(database);
    const input = writeExport(makeFolder());
    const refused = [
      { ...input, exports: [input.exports[0]!] },
      { ...input, exports: [...input.exports, "no-such-file.csv"] },
      { ...input, activities: input.feedback! },
      { ...input, feedback: input.activities! },
      { ...input, mapping: SAMPLE.scorecard },
    ];
    for (const each of refused)
      expect(await importExport(context, each, silent)).toBeInstanceOf(Refusal);
    expect(Object.values(await countRows(database)).every((rows) => rows === 0)).toBe(true);
  });

  it("keeps leads without scores while nothing is published", async () => {
    const database = await useTestDatabase();
    const result = await importAll(
      makeContext(database),
      writeDeals("1,a,won,2025-01-01,2025-02-01,,\n"),
    );
    expect(result.scored).toBe(false);
    expect(await countRows(database)).toMatchObject({ leads: 1, scores: 0 });
  });

  it("scores leads that were there as all that is now known of them says, without events", async () => {
    const database = await useTestDatabase();
    const context = makeContext(database);
    await publishFading(database);
    await upsertLeads(context, [{ id: "L-0001", attributes: { note: "kept" } }]);
    await recordActivities(context, [{ key: "k", lead: "L-0001", type: "visit", at: NOW }]);
    const before = await countRows(database);
    await importAll(context, writeExport(makeFolder(), { all: firstLeads(50) }));
    const [lead] = await database.sql`
      SELECT attributes, (SELECT json_agg(attributes ORDER BY known_from) FROM lead_revision
        WHERE lead_id = lead.id) AS revisions
      FROM lead WHERE external_id = 'L-0001'`;
    const known = { jobTitle: "Manager, Customer Service", employees: 35 };
    expect(lead!["attributes"]).toMatchObject({ ...known, note: "kept" });
    expect(lead!["revisions"]).toEqual([
      expect.not.objectContaining({ note: "kept" }),
      lead!["attributes"],
    ]);
    expect((await countRows(database))["events"]).toBe(before["events"]);
  });

  it("keeps accounts, and what else is told of a lead when a later export tells one", async () => {
    const database = await useTestDatabase();
    const context = makeContext(database);
    const rows = (accounts: readonly string[]) =>
      accounts.map((id, i) => `${i},l${i},won,2025-01-01,2025-02-01,${id},\n`).join("");
    const importWith = (accounts: readonly string[]) =>
      importAll(context, writeDeals(rows(accounts), { accountId: "title" }));
    const accounts = async () =>
      (await database.sql`SELECT account FROM lead ORDER BY external_id`).map(
        (lead) => lead["account"] as string | null,
      );
    await importWith(["acme", "", "acme"]);
    expect(await accounts()).toEqual(["acme", null, "acme"]);
    const { counts } = await importWith(["", "apex", "acme"]);
    expect(await accounts()).toEqual(["acme", "apex", "acme"]);
    expect(counts.leads.created).toBe(0);
  });

  it("takes out of texts what a database cannot hold", async () => {
    const database = await useTestDatabase();
    const path = join(makeFolder(), "deals.jsonl");
    const deal = (id: number, title: string) =>
      `{"id":"${id}","lead":"l${id}","stage":"open","created":"2025-01-01","closed":"","title":"${title}","size":1}`;
    writeFileSync(path, [deal(1, "a\\u0000b"), deal(2, "plain")].join("\n"));
    await importAll(makeContext(database), { ...writeDeals(""), exports: [path] });
    const leads = await database.sql`SELECT attributes->'title' AS title FROM lead ORDER BY id`;
    expect(leads.map(({ title }) => title)).toEqual(["ab", "plain"]);
  });
});
