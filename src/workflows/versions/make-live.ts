import { Refusal } from "../../refusal.ts";
import { parseScorecards } from "../../scorecard/parse.ts";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import type { Session } from "../../store/database.ts";
import { enqueueJob } from "../../store/jobs.ts";
import { type LiveVersions, readLive, writeLive } from "../../store/live.ts";
import { listPromoted, type ModelVersion, readModelVersion } from "../../store/model-versions.ts";
import { modelSchema } from "../../trainer/model.ts";
import type { Actor } from "../context.ts";
import { explainMisfit } from "./model-fit.ts";

/**
 * Makes versions live, and has all leads scored by them. The lock `live` is taken.
 *
 * @returns the job that scores all leads again; null where these versions were live already
 */
export async function makeLive(
  session: Session,
  actor: Actor,
  versions: LiveVersions,
): Promise<number | null> {
  const before = await readLive(session);
  if (
    before?.scorecardVersionId === versions.scorecardVersionId &&
    before.modelVersionId === versions.modelVersionId
  )
    return null;
  await writeLive(session, versions);
  return enqueueJob(session, {
    kind: "rescore",
    input: { cause: "version" },
    createdBy: actor.name,
  });
}

/** The live model where it fits; else, of those that were ever promoted, the latest that does. */
export async function chooseModel(
  session: Session,
  set: ScorecardSet,
): Promise<ModelVersion | null> {
  const live = await readLive(session);
  const promoted = await listPromoted(session);
  const known = live === null || live.modelVersionId === null ? [] : [live.modelVersionId];
  for (const id of new Set([...known, ...promoted])) {
    const version = await readModelVersion(session, id);
    if (findMisfit(version, set) === null) return version;
  }
  return null;
}

/** Why a stored model may not score beside these scorecards; null where it may. */
export function findMisfit({ document, fittedOn }: ModelVersion, set: ScorecardSet) {
  return explainMisfit(modelSchema.parse(document), readStored(fittedOn), set);
}

/** @throws RangeError when a stored document is none, which only a stranger's hand can bring about */
export function readStored(document: unknown): ScorecardSet {
  const set = parseScorecards(document, "scorecard");
  if (set instanceof Refusal) throw new RangeError("a stored scorecard version is not a scorecard");
  return set;
}
