import { fileURLToPath } from "node:url";
import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import type { Session } from "../../store/database.ts";
import { isEmpty } from "../../store/imports.ts";
import { writeLive } from "../../store/live.ts";
import { takeLock } from "../../store/locks.ts";
import { insertModelVersion, markPromoted } from "../../store/model-versions.ts";
import { readSetting, writeSetting } from "../../store/settings.ts";
import { findScorecardVersion, markPublished } from "../../store/versions.ts";
import { type CalibrateResult, calibrate } from "../calibrate.ts";
import type { Context } from "../context.ts";
import { readScorecards } from "../documents.ts";
import type { Progress } from "../progress.ts";
import { hashHistory } from "../training/history-hash.ts";
import { insertDraft, nameLineage } from "../versions/draft-scorecard.ts";
import type { ImportCounts } from "./import-chunk.ts";
import { importExport } from "./import-export.ts";

const SAMPLE = new URL("../../../data/sample/", import.meta.url);
const fileOf = (name: string) => fileURLToPath(new URL(name, SAMPLE));
const FILES = {
  exports: [fileOf("deals.csv"), fileOf("leads.csv")],
  activities: fileOf("activities.csv"),
  feedback: fileOf("feedback.csv"),
  mapping: fileOf("mapping.json"),
};
const SCORECARD = fileOf("scorecard.json");
const SEED = 1;
const ACTOR = { name: "sample" };
const NOTE = "Generated sample data: no person or company stands behind it.";
/** Set once scorecard and model of the sample are live; the leads follow. */
const BEGUN = "sample";

export interface LoadedSample {
  /** not-empty: the database holds something else, and nothing was changed. */
  readonly state: "loaded" | "loaded-before" | "not-empty";
  /** Null where the database is not the sample's. */
  readonly counts: ImportCounts | null;
}

/**
 * Fills an empty database with the sample: its scorecard, a model trained on its deals, both live, and
 * all of its leads with both scores. Done again it changes nothing; broken off, it is completed.
 */
export async function loadSample(
  context: Context,
  onProgress: Progress,
): Promise<LoadedSample | Refusal> {
  const { database } = context;
  if ((await readSetting(database, BEGUN)) === undefined) {
    if (!(await isEmpty(database))) return { state: "not-empty", counts: null };
    const trained = await calibrate({ ...FILES, scorecard: SCORECARD, seed: SEED, onProgress });
    if (trained instanceof Refusal) return trained;
    const refusal = await publishSample(context, trained);
    if (refusal !== null) return refusal;
    if ((await readSetting(database, BEGUN)) === undefined)
      return { state: "not-empty", counts: null };
  }
  const imported = await importExport(context, { ...FILES, actor: ACTOR }, onProgress);
  if (imported instanceof Refusal) return imported;
  const { state, counts } = imported;
  return { state: state === "done" ? "loaded" : "loaded-before", counts };
}

/** Makes the sample's scorecard and model live, unless somebody filled the database meanwhile. */
async function publishSample(
  { database, now }: Context,
  trained: CalibrateResult,
): Promise<Refusal | null> {
  const set = await readScorecards(SCORECARD);
  if (set instanceof Refusal) return set;
  return database.transact(async (session) => {
    await takeLock(session, "live");
    if (!(await isEmpty(session))) return null;
    const slug = nameLineage(set);
    const version = await insertDraft(session, ACTOR, { slug, set, note: NOTE });
    const { id: scorecardVersionId } = (await findScorecardVersion(session, slug, version))!;
    const published = { by: ACTOR.name, at: now() };
    await markPublished(session, scorecardVersionId, published);
    const model = await insertModel(session, slug, scorecardVersionId, trained);
    await markPromoted(session, model.id, published);
    await writeLive(session, { scorecardVersionId, modelVersionId: model.id });
    await writeAudit(session, ACTOR, "scorecard.publish", `scorecard:${slug}/${version}`, {
      model: `${slug}/${model.version}`,
    });
    await writeSetting(session, BEGUN, { note: NOTE });
    return null;
  });
}

function insertModel(
  session: Session,
  slug: string,
  scorecardVersionId: number,
  { model, calibration, history, feedback }: CalibrateResult,
): Promise<{ readonly id: number; readonly version: number }> {
  return insertModelVersion(session, {
    slug,
    scorecardVersionId,
    document: model,
    calibration,
    historyHash: hashHistory(history, feedback),
    createdBy: ACTOR.name,
  });
}
