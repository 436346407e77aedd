import { Refusal } from "../../refusal.ts";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import { writeAudit } from "../../store/audit.ts";
import type { Session } from "../../store/database.ts";
import { insertModelVersion } from "../../store/model-versions.ts";
import { readUploads, type Upload } from "../../store/uploads.ts";
import { readScorecardVersion } from "../../store/versions.ts";
import type { Context } from "../context.ts";
import type { Following } from "../progress.ts";
import { checkScorecards } from "../versions/draft-scorecard.ts";
import { readStored } from "../versions/make-live.ts";
import { calibrateInThread } from "./calibrate-in-thread.ts";
import type { CalibrationOutcome, CalibrationTask } from "./calibration-task.ts";
import { keepScorecard } from "./keep-scorecard.ts";
import { readStoredHistory } from "./stored-history.ts";
import type { TrainingInput } from "./training-input.ts";
import { toCalibrateSettings } from "./training-settings.ts";
import { withUploadFolder } from "./upload-folder.ts";

/** The job that a training is the work of. */
export interface TrainingJob {
  readonly id: number;
  readonly createdBy: string;
  readonly input: TrainingInput;
}

interface Keeping extends Following {
  /** Called last in the transaction that keeps the model. */
  readonly onKept: (session: Session, result: TrainingResult) => Promise<void>;
}

/** The candidate that a training has made. */
export interface TrainingResult {
  readonly model: string;
  readonly version: number;
  /** The scorecard version whose lines it was fitted on. */
  readonly scorecard: string;
  readonly scorecardVersion: number;
  readonly deals: number;
  readonly won: number;
}

/** Trains a model and keeps it as a candidate, which is not live until a person promotes it. */
export async function trainModel(
  context: Context,
  job: TrainingJob,
  following: Keeping,
): Promise<TrainingResult | Refusal> {
  const { database } = context;
  const { scorecardVersionId } = job.input;
  const stored =
    scorecardVersionId === null ? null : await readScorecardVersion(database, scorecardVersionId);
  const uploads = await readUploads(database, job.id);
  const set = stored === null ? readUploaded(uploads) : readStored(stored.document);
  const outcome = await calibrateJob(context, job, { set, uploads, following });
  if (outcome instanceof Refusal) return outcome;
  return database.transact(async (session) => {
    const by = { name: job.createdBy };
    const ownLineage = job.input.from === "upload" && job.input.ownLineage;
    const card = stored ?? (await keepScorecard(session, by, { set, ownLineage }));
    const { version } = await insertModelVersion(session, {
      slug: card.slug,
      scorecardVersionId: card.id,
      document: {
        ...outcome.model,
        scorecards: outcome.model.scorecards.map(({ id }) => ({ id, version: card.version })),
      },
      calibration: outcome.calibration,
      historyHash: outcome.historyHash,
      createdBy: by.name,
    });
    await writeAudit(session, by, "model.candidate", `model:${card.slug}/${version}`);
    const { deals, won } = outcome.model.trained;
    const scorecard = { scorecard: card.slug, scorecardVersion: card.version };
    const result = { model: card.slug, version, ...scorecard, deals, won };
    await following.onKept(session, result);
    return result;
  });
}

interface Learning {
  readonly set: ScorecardSet;
  readonly uploads: readonly Upload[];
  readonly following: Keeping;
}

async function calibrateJob(
  { database }: Context,
  { input }: TrainingJob,
  { set, uploads, following }: Learning,
): Promise<CalibrationOutcome | Refusal> {
  const settings = toCalibrateSettings(input.settings);
  const rendering = "figures";
  if (input.from === "stored") {
    following.onProgress("reading the history");
    const { history, mapping, feedback } = await readStoredHistory(database);
    const task = { from: "history", set, history, mapping, feedback, settings, rendering } as const;
    return calibrateInThread(task, following);
  }
  const scorecard = { role: "scorecard", name: "scorecard.json", content: toBytes(set) };
  const files = [...uploads.filter(({ role }) => role !== "scorecard"), scorecard];
  return withUploadFolder(files, ({ pathOf }) => {
    const activities = pathOf("activities");
    const feedback = pathOf("feedback");
    const task: CalibrationTask = {
      from: "files",
      input: {
        exports: [pathOf("deals"), pathOf("leads")].filter((path) => path !== undefined),
        mapping: pathOf("mapping")!,
        scorecard: pathOf("scorecard")!,
        ...(activities !== undefined && { activities }),
        ...(feedback !== undefined && { feedback }),
        ...settings,
      },
      rendering,
    };
    return calibrateInThread(task, following);
  });
}

/** The scorecard of an upload, which was checked when it came. */
function readUploaded(uploads: readonly Upload[]): ScorecardSet {
  const file = uploads.find(({ role }) => role === "scorecard");
  if (file === undefined) throw new RangeError("the job has neither a scorecard nor a file of one");
  const text = Buffer.from(file.content)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
  const set = checkScorecards(JSON.parse(text));
  if (set instanceof Refusal) throw new RangeError("the job's scorecard was not checked");
  return set;
}

function toBytes(document: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(document));
}
