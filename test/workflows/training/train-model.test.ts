import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { readFeedback, readHistory } from "../../../src/history/reading/reading.ts";
import { runDueJobs } from "../../../src/jobs/worker.ts";
import { readLive } from "../../../src/store/live.ts";
import { findModelVersion, readCalibration } from "../../../src/store/model-versions.ts";
import { calibrate } from "../../../src/workflows/calibrate.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { readMapping } from "../../../src/workflows/documents.ts";
import {
  startStoredTraining,
  startUploadTraining,
  type UploadedFile,
} from "../../../src/workflows/training/start-training.ts";
import { trainingSettingsSchema } from "../../../src/workflows/training/training-settings.ts";
import { SAMPLE, sample } from "../../sample.ts";
import {
  ACTOR,
  accept,
  listAudit,
  makeCard,
  publishCard,
  useContext,
} from "../versions/version-fixture.ts";
import { storeHistory } from "./stored-sample.ts";

const settings = trainingSettingsSchema.parse({});

async function readSample() {
  const { exports, activities } = SAMPLE;
  const mapping = accept(await readMapping(SAMPLE.mapping));
  const { entries } = accept(await readFeedback(SAMPLE.feedback, mapping));
  return { history: accept(await readHistory(exports, mapping, { activities })), entries };
}

function readSampleFile(name: string): UploadedFile {
  const role = name.replace(/\..*/, "") as UploadedFile["role"];
  return { role, name, content: readFileSync(sample(name)) };
}

async function readJob({ database: { sql } }: Context, id: number) {
  const [row] = await sql`SELECT state, result, fault, progress FROM job WHERE id = ${id}`;
  return row!;
}

async function countUploads({ database: { sql } }: Context): Promise<number> {
  const [row] = await sql`SELECT count(*)::int AS count FROM upload`;
  return row!["count"];
}

const sampleCard = JSON.parse(readFileSync(SAMPLE.scorecard, "utf8"));

describe("training on what is stored", () => {
  it("makes a candidate with its calibration, which is not live", async () => {
    const context = await useContext();
    await publishCard(context, sampleCard);
    const { history, entries } = await readSample();
    await storeHistory(context.database, history, entries);
    const id = accept(await startStoredTraining(context, ACTOR, { settings }));
    const faults: unknown[] = [];
    await runDueJobs(context, undefined, (fault) => faults.push(fault));
    expect(faults).toEqual([]);
    expect(await readJob(context, id)).toMatchObject({
      state: "done",
      fault: null,
      result: { model: "small", version: 1, scorecardVersion: 1, deals: 3992 },
    });
    const version = (await findModelVersion(context.database, "small", 1))!;
    expect(version).toMatchObject({
      live: false,
      createdBy: "person:1",
      promotedAt: null,
      scorecardVersion: 1,
      historyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(version.document).toEqual(await calibrateFiles());
    expect(await readCalibration(context.database, version.id)).toMatchObject({
      format: "counterweight/calibration@1",
    });
    expect(await readLive(context.database)).toMatchObject({ modelVersionId: null });
    expect((await readJob(context, id))["progress"]).toEqual({ text: expect.any(String) });

    // A worker that was killed after it had kept the model, and before the job was ended.
    await context.database.sql`UPDATE job SET state = 'queued', result = NULL WHERE id = ${id}`;
    await runDueJobs(context);
    expect(await readJob(context, id)).toMatchObject({ state: "done", result: { version: 1 } });
    expect(await findModelVersion(context.database, "small", 2)).toBeNull();
    expect(await listAudit(context)).toEqual(
      expect.arrayContaining([
        `person:1 model.train job:${id}`,
        "person:1 model.candidate model:small/1",
      ]),
    );
  });

  it("is refused in words where too few deals are stored", async () => {
    const context = await useContext();
    await publishCard(context, makeCard());
    const id = accept(await startStoredTraining(context, ACTOR, { settings }));
    await runDueJobs(context);
    expect(await readJob(context, id)).toMatchObject({
      state: "failed",
      fault: { code: "too-few-deals", message: expect.stringContaining("0 won and 0 lost") },
    });
    expect(await findModelVersion(context.database, "small", 1)).toBeNull();
  });

  it("is refused at once where nothing is live, the scorecard is unknown or an aim has no cut", async () => {
    const context = await useContext();
    expect(await startStoredTraining(context, ACTOR, { settings })).toMatchObject({
      code: "nothing-live",
    });
    await publishCard(context, makeCard());
    const scorecard = { slug: "small", version: 9 };
    expect(await startStoredTraining(context, ACTOR, { settings, scorecard })).toMatchObject({
      code: "version-unknown",
    });
    const aims = { sql: { kind: "capacity", capacity: 5 } } as const;
    const aimed = { settings: { ...settings, aims } };
    expect(await startStoredTraining(context, ACTOR, aimed)).toMatchObject({
      code: "option-invalid",
    });
  });
});

describe("training on an upload", () => {
  const files = ["deals.csv", "leads.csv", "activities.csv", "feedback.csv", "mapping.json"];

  it("gives the model that calibrate gives, keeps the scorecard as a draft and no file", async () => {
    const context = await useContext();
    const uploads = [...files, "scorecard.json"].map(readSampleFile);
    const id = accept(await startUploadTraining(context, ACTOR, { settings, files: uploads }));
    expect(await countUploads(context)).toBe(6);
    await runDueJobs(context);
    const { state, result, fault } = await readJob(context, id);
    expect({ state, fault }).toEqual({ state: "done", fault: null });
    expect(result).toMatchObject({ model: "sample-b2b-software", version: 1 });
    expect(await countUploads(context)).toBe(0);
    const version = (await findModelVersion(context.database, "sample-b2b-software", 1))!;
    expect(version.document).toEqual(await calibrateFiles());

    // A second time the scorecard is known.
    accept(await startUploadTraining(context, ACTOR, { settings, files: uploads }));
    await runDueJobs(context);
    expect(await findModelVersion(context.database, "sample-b2b-software", 2)).toMatchObject({
      scorecardVersion: 1,
    });
  });

  it("is fitted on the live scorecard where none came, and keeps no file of what is refused", async () => {
    const context = await useContext();
    await publishCard(context, sampleCard);
    const uploads = files.map(readSampleFile).map((file) => {
      if (file.role !== "deals") return file;
      const head = Buffer.from(file.content).toString().split("\n").slice(0, 12).join("\n");
      return { ...file, content: Buffer.from(head) };
    });
    const id = accept(await startUploadTraining(context, ACTOR, { settings, files: uploads }));
    await runDueJobs(context);
    const { state, fault } = await readJob(context, id);
    expect(state).toBe("failed");
    expect(fault).toMatchObject({ code: "too-few-deals" });
    expect(JSON.stringify(fault)).not.toContain(tmpdir());
    expect(await countUploads(context)).toBe(0);
  });

  it("is refused at once without deals or mapping, and where a document is none", async () => {
    const context = await useContext();
    const start = (sent: readonly UploadedFile[]) =>
      startUploadTraining(context, ACTOR, { settings, files: sent });
    const uploads = [...files, "scorecard.json"].map(readSampleFile);
    const without = (role: string) => uploads.filter((file) => file.role !== role);
    const spoil = (role: string, text: string) =>
      uploads.map((file) => (file.role === role ? { ...file, content: Buffer.from(text) } : file));
    expect(await start(without("deals"))).toMatchObject({ code: "option-invalid" });
    expect(await start(without("mapping"))).toMatchObject({ code: "option-invalid" });
    expect(await start(spoil("mapping", "{"))).toMatchObject({ code: "file-unreadable" });
    expect(await start(spoil("mapping", "{}"))).toMatchObject({ code: "mapping-invalid" });
    expect(await start(spoil("scorecard", "{}"))).toMatchObject({ code: "scorecard-invalid" });
    expect(await start(without("scorecard"))).toMatchObject({ code: "nothing-live" });
    expect(await countUploads(context)).toBe(0);
  });
});

/** The model that calibrate makes of the sample's files, its scorecard numbered as it is kept here. */
async function calibrateFiles(): Promise<unknown> {
  const { model } = accept(await calibrate({ ...SAMPLE, onProgress: () => {} }));
  const scorecards = model.scorecards.map(({ id }) => ({ id, version: 1 }));
  return JSON.parse(JSON.stringify({ ...model, scorecards }));
}
