import type { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import { takeLock } from "../../store/locks.ts";
import {
  findScorecardVersion,
  markPublished,
  type ScorecardVersion,
} from "../../store/versions.ts";
import type { Actor, Context } from "../context.ts";
import { chooseModel, makeLive, readStored } from "./make-live.ts";
import { refuseUnknownVersion } from "./unknown-version.ts";

export interface Published {
  readonly version: ScorecardVersion;
  /** The model that scores beside it; null while none fits its lines. */
  readonly model: { readonly slug: string; readonly version: number } | null;
  /** The job that scores all leads again; null where nothing changed. */
  readonly job: number | null;
}

/**
 * Makes a version the one that scores: a draft for the first time, a published one again, by which a
 * later version is undone. The model that scores stays where it fits.
 */
export async function publishScorecard(
  { database, now }: Context,
  actor: Actor,
  { slug, version }: { readonly slug: string; readonly version: number },
): Promise<Published | Refusal> {
  return database.transact(async (session) => {
    await takeLock(session, "live");
    const found = await findScorecardVersion(session, slug, version);
    if (found === null) return refuseUnknownVersion("scorecard");
    const model = await chooseModel(session, readStored(found.document));
    await markPublished(session, found.id, { by: actor.name, at: now() });
    const job = await makeLive(session, actor, {
      scorecardVersionId: found.id,
      modelVersionId: model?.id ?? null,
    });
    const named = model === null ? null : { slug: model.slug, version: model.version };
    if (job !== null)
      await writeAudit(session, actor, "scorecard.publish", `scorecard:${slug}/${version}`, {
        model: named === null ? null : `${named.slug}/${named.version}`,
      });
    return {
      version: (await findScorecardVersion(session, slug, version))!,
      model: named,
      job,
    };
  });
}
