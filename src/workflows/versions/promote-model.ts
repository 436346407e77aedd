import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import { readLive } from "../../store/live.ts";
import { takeLock } from "../../store/locks.ts";
import { findModelVersion, type ModelVersion, markPromoted } from "../../store/model-versions.ts";
import { readScorecardVersion } from "../../store/versions.ts";
import type { Actor, Context } from "../context.ts";
import { NOTHING_LIVE } from "../live/scorers.ts";
import type { ModelComparison } from "./compared-figures.ts";
import { type EventPlan, findMisfit, type MadeLive, makeLive, readStored } from "./make-live.ts";
import { compareWithLive } from "./model-comparison.ts";
import { refuseUnknownVersion } from "./unknown-version.ts";

/** The model is live; job and publication are null where nothing changed. */
export interface Promoted extends MadeLive {
  readonly version: ModelVersion;
  /** How it does beside the model that it replaces. */
  readonly comparison: ModelComparison;
}

export interface Promoting extends EventPlan {
  readonly slug: string;
  readonly version: number;
}

/**
 * Makes a model the one that scores beside the live scorecard, whose lines it must fit; an earlier one
 * again to undo a later one. Only a person does so, whatever the comparison says.
 */
export async function promoteModel(
  context: Context,
  actor: Actor,
  { slug, version, ...plan }: Promoting,
): Promise<Promoted | Refusal> {
  const { database, now } = context;
  const comparison = await compareWithLive(context, { slug, version });
  if (comparison instanceof Refusal) return comparison;
  return database.transact(async (session) => {
    await takeLock(session, "live");
    const found = await findModelVersion(session, slug, version);
    if (found === null) return refuseUnknownVersion("model");
    const live = await readLive(session);
    if (live === null) return NOTHING_LIVE;
    const { scorecardVersionId } = live;
    const { document } = await readScorecardVersion(session, scorecardVersionId);
    const misfit = findMisfit(found, readStored(document));
    if (misfit !== null) return misfit;
    const at = now();
    const versions = { scorecardVersionId, modelVersionId: found.id };
    const made = await makeLive(session, actor, versions, { ...plan, at });
    if (made.job !== null) {
      const { publication } = made;
      await markPromoted(session, found.id, { by: actor.name, at });
      await writeAudit(session, actor, "model.promote", `model:${slug}/${version}`, {
        publication,
      });
    }
    return { version: (await findModelVersion(session, slug, version))!, comparison, ...made };
  });
}
