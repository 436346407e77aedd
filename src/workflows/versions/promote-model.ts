import type { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import { readLive } from "../../store/live.ts";
import { takeLock } from "../../store/locks.ts";
import { findModelVersion, type ModelVersion, markPromoted } from "../../store/model-versions.ts";
import { readScorecardVersion } from "../../store/versions.ts";
import type { Actor, Context } from "../context.ts";
import { NOTHING_LIVE } from "../live/scorers.ts";
import { findMisfit, makeLive, readStored } from "./make-live.ts";
import { refuseUnknownVersion } from "./unknown-version.ts";

export interface Promoted {
  readonly version: ModelVersion;
  /** The job that scores all leads again; null where nothing changed. */
  readonly job: number | null;
}

/** Makes a model the one that scores beside the live scorecard, whose lines it must fit. */
export async function promoteModel(
  { database, now }: Context,
  actor: Actor,
  { slug, version }: { readonly slug: string; readonly version: number },
): Promise<Promoted | Refusal> {
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
    const job = await makeLive(session, actor, { scorecardVersionId, modelVersionId: found.id });
    if (job !== null) {
      await markPromoted(session, found.id, { by: actor.name, at: now() });
      await writeAudit(session, actor, "model.promote", `model:${slug}/${version}`);
    }
    return { version: (await findModelVersion(session, slug, version))!, job };
  });
}
