import type { Database, Session } from "../../store/database.ts";
import {
  countWithdrawn,
  fingerprintJudgements,
  readJudgements,
  readModelBirth,
  readVolumes,
  type ThresholdVolumes,
} from "../../store/feedback-heard.ts";
import { freezeReading } from "../../store/history.ts";
import type { LiveVersions } from "../../store/live.ts";
import { readModelVersion } from "../../store/model-versions.ts";
import { hasReport, saveReport } from "../../store/reports.ts";
import { readScorecardVersion } from "../../store/versions.ts";
import { modelSchema } from "../../trainer/model.ts";
import type { Context } from "../context.ts";
import type { Following } from "../progress.ts";
import { KEPT_REPORTS } from "../training/make-report.ts";
import { markSeed } from "../training/report-basis.ts";
import { readStored } from "../versions/make-live.ts";
import { type Capacity, readCapacity } from "./listening-settings.ts";
import type { FeedbackMaterial } from "./measure-feedback.ts";
import { measureInThread } from "./measure-in-thread.ts";
import { findWeeksBefore, type WeeksBefore } from "./volumes.ts";

/** What a report on feedback is about. */
export interface FeedbackSubject extends LiveVersions {
  readonly seed: number;
}

/** Rises when the same data would be reported otherwise, so that no older report is shown for it. */
const EDITION = 1;

/** SHA-256 of all that a report on feedback rests on. */
export async function hashFeedbackBasis(
  session: Session,
  subject: FeedbackSubject,
  now: number,
): Promise<string> {
  return hashFrame(session, subject, await readFrame(session, now));
}

/** Measures what sales said so far, and keeps the report. @returns the basis of the report */
export async function makeFeedbackReport(
  { database, now }: Context,
  subject: FeedbackSubject,
  { onProgress, signal }: Following,
): Promise<string> {
  onProgress("reading the feedback");
  const { basis, material } = await readMaterial(database, subject, now());
  if (await hasReport(database, basis)) return basis;
  const { json, md } = await measureInThread(material, { onProgress, signal });
  await saveReport(database, { basis, json, html: "", md }, KEPT_REPORTS);
  return basis;
}

/** What is counted and set beside the feedback. */
interface Frame {
  readonly weeks: WeeksBefore;
  readonly volumes: ThresholdVolumes;
  readonly capacity: Capacity;
  readonly withdrawn: number;
}

async function readFrame(session: Session, now: number): Promise<Frame> {
  const weeks = findWeeksBefore(now);
  return {
    weeks,
    volumes: await readVolumes(session, weeks),
    capacity: await readCapacity(session),
    withdrawn: await countWithdrawn(session),
  };
}

async function hashFrame(
  session: Session,
  { scorecardVersionId, modelVersionId, seed }: FeedbackSubject,
  { weeks, volumes, capacity, withdrawn }: Frame,
): Promise<string> {
  const basis = JSON.stringify([
    "feedback",
    EDITION,
    await fingerprintJudgements(session),
    [scorecardVersionId, modelVersionId, seed, withdrawn],
    [weeks, volumes.since, [...volumes.crossings].toSorted(byName)],
    Object.entries(capacity).toSorted(byName),
  ]);
  return markSeed(seed, basis);
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

async function readMaterial(
  database: Database,
  subject: FeedbackSubject,
  now: number,
): Promise<{ readonly basis: string; readonly material: FeedbackMaterial }> {
  return database.transact(async (session) => {
    await freezeReading(session);
    const frame = await readFrame(session, now);
    const basis = await hashFrame(session, subject, frame);
    const { slug, version, document } = await readScorecardVersion(
      session,
      subject.scorecardVersionId,
    );
    const model = await readModel(session, subject.modelVersionId);
    const said = await readJudgements(session, model?.lesson ?? null);
    const material: FeedbackMaterial = {
      ...frame,
      scorecard: { slug, version },
      model: model?.name ?? null,
      seed: subject.seed,
      set: readStored(document),
      fitted: model?.fitted ?? null,
      said,
    };
    return { basis, material };
  });
}

async function readModel(session: Session, id: number | null) {
  if (id === null) return null;
  const { slug, version, document } = await readModelVersion(session, id);
  const fitted = modelSchema.parse(document);
  const { lastAsOf } = fitted.trained;
  const madeAt = await readModelBirth(session, id);
  const lesson = { madeAt, lastAsOf: lastAsOf === null ? null : Date.parse(lastAsOf) };
  return { name: { slug, version }, fitted, lesson };
}
