import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import type { Session } from "../../store/database.ts";
import { takeLock } from "../../store/locks.ts";
import {
  findScorecardVersion,
  markPublished,
  type ScorecardVersion,
} from "../../store/versions.ts";
import type { Actor, Context } from "../context.ts";
import { chooseModel, type EventPlan, type MadeLive, makeLive, readStored } from "./make-live.ts";
import { refusePublishing } from "./publishing-guard.ts";
import { refuseUnknownVersion } from "./unknown-version.ts";

/** The version is published; job and publication are null where nothing changed. */
export interface Published extends MadeLive {
  readonly version: ScorecardVersion;
  /** The model that scores beside it; null while none fits its lines. */
  readonly model: { readonly slug: string; readonly version: number } | null;
}

export interface Publishing extends EventPlan {
  readonly slug: string;
  readonly version: number;
  /** Whether it may replace a version that it was not drafted from. */
  readonly force?: boolean | undefined;
}

/**
 * Makes a version the one that scores. A draft is published only as the guard allows; one that was
 * published before comes back as by a rollback. The model that scores stays where it fits.
 */
export async function publishScorecard(
  { database, now }: Context,
  actor: Actor,
  asked: Publishing,
): Promise<Published | Refusal> {
  return database.transact(async (session) => {
    await takeLock(session, "live");
    const found = await findScorecardVersion(session, asked.slug, asked.version);
    if (found === null) return refuseUnknownVersion("scorecard");
    const { force } = asked;
    const refusal = await refusePublishing(session, found, { actor, force });
    return refusal ?? putLive(session, actor, found, { ...asked, at: now() });
  });
}

/** Makes a version that was live before the one that scores again, whatever came after it. */
export async function rollBackScorecard(
  { database, now }: Context,
  actor: Actor,
  asked: Omit<Publishing, "force">,
): Promise<Published | Refusal> {
  return database.transact(async (session) => {
    await takeLock(session, "live");
    const found = await findScorecardVersion(session, asked.slug, asked.version);
    if (found === null) return refuseUnknownVersion("scorecard");
    if (found.state === "draft") return NEVER_PUBLISHED;
    return putLive(session, actor, found, { ...asked, at: now() });
  });
}

const NEVER_PUBLISHED = new Refusal(
  "version-unpublished",
  "This version was never published, so there is nothing to roll back to.",
  "Publish it, or roll back to a version that was published.",
);

async function putLive(
  session: Session,
  actor: Actor,
  found: ScorecardVersion,
  plan: EventPlan & { readonly at: number },
): Promise<Published> {
  const { id, slug, version, state } = found;
  const model = await chooseModel(session, readStored(found.document));
  await markPublished(session, id, { by: actor.name, at: plan.at });
  const versions = { scorecardVersionId: id, modelVersionId: model?.id ?? null };
  const made = await makeLive(session, actor, versions, plan);
  const named = model === null ? null : { slug: model.slug, version: model.version };
  if (made.job !== null) {
    const action = state === "draft" ? "scorecard.publish" : "scorecard.rollback";
    await writeAudit(session, actor, action, `scorecard:${slug}/${version}`, {
      model: named === null ? null : `${named.slug}/${named.version}`,
      publication: made.publication,
      events: plan.events ?? "send",
    });
  }
  return { version: (await findScorecardVersion(session, slug, version))!, model: named, ...made };
}
