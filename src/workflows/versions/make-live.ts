import { Refusal } from "../../refusal.ts";
import { parseScorecards } from "../../scorecard/parse.ts";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import type { Session } from "../../store/database.ts";
import { type NamedExperiment, nameRunning } from "../../store/experiments.ts";
import { enqueueJob } from "../../store/jobs.ts";
import { type LiveVersions, readLive, writeLive } from "../../store/live.ts";
import { listPromoted, type ModelVersion, readModelVersion } from "../../store/model-versions.ts";
import { type EventsMode, insertPublication } from "../../store/publications.ts";
import { modelSchema } from "../../trainer/model.ts";
import type { Actor } from "../context.ts";
import { explainMisfit } from "./model-fit.ts";

/** What becomes of the events that a change of what is live causes. */
export interface EventPlan {
  /** send: they go out; hold: they wait until somebody releases them; drop: nobody is told. */
  readonly events?: EventsMode | undefined;
  /** Events that go out in a minute; all at once when left out. */
  readonly perMinute?: number | undefined;
  readonly note?: string | undefined;
}

/** A change of what is live that was made; null and nothing where these versions were live already. */
export interface MadeLive {
  /** The job that scores all leads again. */
  readonly job: number | null;
  readonly publication: number | null;
  /** Experiments in the middle of which it changes what they compare. */
  readonly experimentsRunning: readonly NamedExperiment[];
}

/** Makes versions live, and has all leads scored by them. The lock `live` is taken. */
export async function makeLive(
  session: Session,
  actor: Actor,
  versions: LiveVersions,
  plan: EventPlan & { readonly at: number },
): Promise<MadeLive> {
  const replaced = await readLive(session);
  if (
    replaced?.scorecardVersionId === versions.scorecardVersionId &&
    replaced.modelVersionId === versions.modelVersionId
  )
    return { job: null, publication: null, experimentsRunning: [] };
  await writeLive(session, versions);
  const publication = await insertPublication(session, {
    ...versions,
    replaced,
    events: plan.events ?? "send",
    perMinute: plan.perMinute ?? null,
    note: plan.note ?? null,
    publishedBy: actor.name,
    publishedAt: plan.at,
  });
  const input = { cause: "version" };
  const job = await enqueueJob(session, { kind: "rescore", input, createdBy: actor.name });
  return { job, publication, experimentsRunning: await nameRunning(session, plan.at) };
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
