import { mappingSchema } from "../../history/mapping.ts";
import { Refusal } from "../../refusal.ts";
import { parseDocument } from "../../scorecard/parse.ts";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import { writeAudit } from "../../store/audit.ts";
import type { Session } from "../../store/database.ts";
import { enqueueJob } from "../../store/jobs.ts";
import { readLive } from "../../store/live.ts";
import { insertUploads } from "../../store/uploads.ts";
import { findScorecard, findScorecardVersion, readScorecardVersion } from "../../store/versions.ts";
import { refuseUnknownAims } from "../calibrate.ts";
import type { Actor, Context } from "../context.ts";
import { NOTHING_LIVE } from "../live/scorers.ts";
import { checkScorecards } from "../versions/draft-scorecard.ts";
import { readStored } from "../versions/make-live.ts";
import { refuseUnknownVersion } from "../versions/unknown-version.ts";
import type { TrainingInput, UploadRole } from "./training-input.ts";
import { type TrainingSettings, toCalibrateSettings } from "./training-settings.ts";

/** The scorecard whose lines a model is to be fitted on; its newest version when left out. */
export interface WantedScorecard {
  readonly slug: string;
  readonly version?: number | undefined;
}

export interface TrainingRequest {
  readonly settings: TrainingSettings;
  /** What is live when left out. */
  readonly scorecard?: WantedScorecard | undefined;
}

/** Asks for a model to be trained on what is stored; returns the job. */
export async function startStoredTraining(
  { database }: Context,
  actor: Actor,
  { scorecard, settings }: TrainingRequest,
): Promise<number | Refusal> {
  return database.transact(async (session) => {
    const chosen = await chooseScorecard(session, scorecard);
    if (chosen instanceof Refusal) return chosen;
    const unknown = refuseUnknownAims(chosen.set, toCalibrateSettings(settings).aims);
    if (unknown !== null) return unknown;
    return enqueueTraining(session, actor, {
      from: "stored",
      scorecardVersionId: chosen.id,
      settings,
    });
  });
}

export interface UploadedFile {
  readonly role: UploadRole;
  readonly name: string;
  readonly content: Uint8Array;
}

export interface UploadRequest extends TrainingRequest {
  readonly files: readonly UploadedFile[];
  /** Whether a scorecard that is new goes to a lineage of uploads; into the one it names unless told. */
  readonly ownLineage?: boolean;
}

/** Asks for a model to be trained on an export that was uploaded; returns the job. */
export async function startUploadTraining(
  { database }: Context,
  actor: Actor,
  { files, scorecard, settings, ownLineage = false }: UploadRequest,
): Promise<number | Refusal> {
  const sent = checkFiles(files);
  if (sent instanceof Refusal) return sent;
  return database.transact(async (session) => {
    const chosen = sent.scorecard ?? (await chooseScorecard(session, scorecard));
    if (chosen instanceof Refusal) return chosen;
    const unknown = refuseUnknownAims(chosen.set, toCalibrateSettings(settings).aims);
    if (unknown !== null) return unknown;
    const scorecardVersionId = chosen.id;
    const input: TrainingInput = { from: "upload", scorecardVersionId, ownLineage, settings };
    const job = await enqueueTraining(session, actor, input);
    await insertUploads(session, job, files);
    return job;
  });
}

interface ChosenScorecard {
  readonly id: number;
  readonly set: ScorecardSet;
}

async function chooseScorecard(
  session: Session,
  wanted: WantedScorecard | undefined,
): Promise<ChosenScorecard | Refusal> {
  if (wanted === undefined) {
    const live = await readLive(session);
    if (live === null) return NOTHING_LIVE;
    const { id, document } = await readScorecardVersion(session, live.scorecardVersionId);
    return { id, set: readStored(document) };
  }
  const version = wanted.version ?? (await findScorecard(session, wanted.slug))?.latest;
  const found =
    version === undefined ? null : await findScorecardVersion(session, wanted.slug, version);
  if (found === null) return refuseUnknownVersion("scorecard");
  return { id: found.id, set: readStored(found.document) };
}

async function enqueueTraining(session: Session, actor: Actor, input: TrainingInput) {
  const job = await enqueueJob(session, { kind: "train", input, createdBy: actor.name });
  await writeAudit(session, actor, "model.train", `job:${job}`, { from: input.from });
  return job;
}

interface SentScorecard {
  readonly id: null;
  readonly set: ScorecardSet;
}

/** What can be seen to be wrong with an upload before any work is done. */
function checkFiles(
  files: readonly UploadedFile[],
): { readonly scorecard: SentScorecard | null } | Refusal {
  const missing = (["deals", "mapping"] as const).filter(
    (wanted) => !files.some(({ role }) => role === wanted),
  );
  if (missing.length > 0)
    return new Refusal(
      "option-invalid",
      `The upload has no file ${missing.join(" and no file ")}.`,
      "Send the files deals and mapping, and leads, activities, feedback and scorecard where you have them.",
      missing.map((where) => ({ where, reason: "expected a file of this name" })),
    );
  const mapping = readJson(files, "mapping");
  if (mapping instanceof Refusal) return mapping;
  const checked = parseDocument(mappingSchema, mapping, "mapping", "mapping-invalid");
  if (checked instanceof Refusal) return checked;
  const document = readJson(files, "scorecard");
  if (document === undefined) return { scorecard: null };
  const set = document instanceof Refusal ? document : checkScorecards(document);
  return set instanceof Refusal ? set : { scorecard: { id: null, set } };
}

/** Undefined where there is no such file. */
function readJson(files: readonly UploadedFile[], wanted: UploadRole): unknown {
  const file = files.find(({ role }) => role === wanted);
  if (file === undefined) return undefined;
  try {
    return JSON.parse(
      Buffer.from(file.content)
        .toString("utf8")
        .replace(/^\uFEFF/, ""),
    );
  } catch {
    return new Refusal(
      "file-unreadable",
      `The file ${wanted} is not JSON.`,
      "Correct it: a comma, quote or bracket is missing or one too many.",
      [{ where: wanted, reason: "expected JSON" }],
    );
  }
}
