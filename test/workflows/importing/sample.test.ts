import { expect, it } from "vitest";
import { readLive } from "../../../src/store/live.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { loadSample } from "../../../src/workflows/importing/sample.ts";
import { upsertLeads } from "../../../src/workflows/keeping/upsert-leads.ts";
import { hashHistory } from "../../../src/workflows/training/history-hash.ts";
import { readStoredHistory } from "../../../src/workflows/training/stored-history.ts";
import { chooseModel, readStored } from "../../../src/workflows/versions/make-live.ts";
import { useTestDatabase } from "../../database.ts";
import { makeContext } from "../../jobs/job-fixture.ts";
import { countRows } from "./export-copies.ts";

const silent = () => {};

it("fills an empty database with both scores of all leads, once, and says that they are generated", async () => {
  const database = await useTestDatabase();
  const context: Context = { ...makeContext(database), now: Date.now };
  expect(await loadSample(context, silent)).toMatchObject({
    state: "loaded",
    counts: {
      leads: { created: 4320 },
      activities: { added: 36_195 },
      deals: { written: 4308 },
      feedback: { added: 900 },
    },
  });
  const rows = await countRows(database);
  expect(rows).toMatchObject({ scores: 4320, snapshots: 4320, events: 0 });
  expect(await loadSample(context, silent)).toMatchObject({ state: "loaded-before" });
  expect(await countRows(database)).toEqual(rows);

  const [version] = await database.sql`
    SELECT version, state, note, scorecard.name, document FROM scorecard_version
    JOIN scorecard ON scorecard.id = scorecard_id`;
  expect(version).toMatchObject({ version: 1, state: "published" });
  expect(version!["note"]).toMatch(/^Generated sample data/);
  expect(version!["name"]).toContain("sample");

  const live = await readLive(database);
  const model = await chooseModel(database, readStored(version!["document"]));
  expect(live!.modelVersionId).toBe(model!.id);
  const [{ scored } = {}] = await database.sql`
    SELECT count(*)::int AS scored FROM lead_score WHERE model_version_id = ${model!.id}`;
  expect(scored).toBe(4320);
  const { history, feedback } = await readStoredHistory(database);
  // The files tell nothing of leads without a closed deal.
  const told = feedback!.map((entry) => ({ ...entry, lead: null }));
  expect(model!.historyHash).toBe(hashHistory(history, told));
});

it("is completed by a second call where the first was broken off", async () => {
  const database = await useTestDatabase();
  const context: Context = { ...makeContext(database), now: Date.now };
  const breakOff = (text: string) => {
    if (text.startsWith("Joining") && published) throw new Error("broken off");
    published ||= text.startsWith("testing");
  };
  let published = false;
  await expect(loadSample(context, breakOff)).rejects.toThrow("broken off");
  expect(await countRows(database)).toMatchObject({ leads: 0 });
  expect(await readLive(database)).not.toBeNull();
  expect(await loadSample(context, silent)).toMatchObject({ state: "loaded" });
  expect(await countRows(database)).toMatchObject({ leads: 4320, scores: 4320, snapshots: 4320 });
});

it("leaves a database alone that holds something else", async () => {
  const database = await useTestDatabase();
  const context = makeContext(database);
  await upsertLeads(context, [{ id: "mine", attributes: {} }]);
  expect(await loadSample(context, silent)).toEqual({ state: "not-empty", counts: null });
  expect(await countRows(database)).toMatchObject({ leads: 1, jobs: 0 });
});
