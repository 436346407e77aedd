import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import { enqueueJob } from "../../store/jobs.ts";
import { readLive } from "../../store/live.ts";
import { readScorecardVersion } from "../../store/versions.ts";
import { refuseUnknownAims } from "../calibrate.ts";
import type { Actor, Context } from "../context.ts";
import { NOTHING_LIVE } from "../live/scorers.ts";
import { toCalibrateSettings } from "../training/training-settings.ts";
import { readStored } from "../versions/make-live.ts";
import type { RecommendingInput, RecommendingSettings } from "./recommending-input.ts";

export interface Asked {
  readonly seed: number;
  readonly settings: RecommendingSettings;
}

/** Asks for a recommendation on the live scorecard, by what is stored; returns the job. */
export async function askRecommendation(
  { database }: Context,
  actor: Actor,
  { seed, settings }: Asked,
): Promise<number | Refusal> {
  return database.transact(async (session) => {
    const live = await readLive(session);
    if (live === null) return NOTHING_LIVE;
    const { scorecardVersionId } = live;
    const { document } = await readScorecardVersion(session, scorecardVersionId);
    const { aims } = toCalibrateSettings({ ...settings, seed });
    const unknown = refuseUnknownAims(readStored(document), aims);
    if (unknown !== null) return unknown;
    const input: RecommendingInput = { scorecardVersionId, seed, settings };
    const job = await enqueueJob(session, { kind: "recommend", input, createdBy: actor.name });
    await writeAudit(session, actor, "recommendation.ask", `job:${job}`, { seed });
    return job;
  });
}
