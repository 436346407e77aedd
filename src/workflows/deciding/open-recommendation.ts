import { Refusal } from "../../refusal.ts";
import type { Calibration } from "../../report/calibration.ts";
import type { Session } from "../../store/database.ts";
import { lockRecommendation } from "../../store/decisions.ts";
import { readLive } from "../../store/live.ts";
import { shareLock } from "../../store/locks.ts";
import { findRecommendation, type StoredRecommendation } from "../../store/recommendations.ts";
import { readScorecardVersion } from "../../store/versions.ts";
import { type Decidable, listDecidable } from "../recommending/decidable.ts";
import { UNKNOWN_RECOMMENDATION } from "../recommending/read-recommendations.ts";

/** A recommendation on the scorecard that is live, which is to be decided on. */
export interface OpenRecommendation extends StoredRecommendation {
  readonly decidable: readonly Decidable[];
}

/**
 * A recommendation that may be decided on. Until the end of the transaction it stays so, and nobody
 * else decides on it.
 */
export async function openRecommendation(
  session: Session,
  id: number,
): Promise<OpenRecommendation | Refusal> {
  await shareLock(session, "live");
  await lockRecommendation(session, id);
  const found = await findRecommendation(session, id);
  if (found === null) return UNKNOWN_RECOMMENDATION;
  if (!found.live) return refuseStale(session, found);
  const { recommended } = found;
  const calibration = found.calibration as Calibration;
  return { ...found, decidable: listDecidable({ calibration, recommended }) };
}

async function refuseStale(
  session: Session,
  { slug, version }: StoredRecommendation,
): Promise<Refusal> {
  const live = await readLive(session);
  const now = live === null ? null : await readScorecardVersion(session, live.scorecardVersionId);
  const details = [{ where: "recommendation", reason: `was made for ${slug}/${version}` }];
  if (now !== null) {
    const { publishedBy, publishedAt } = now;
    const when = publishedAt === null ? "" : ` at ${new Date(publishedAt).toISOString()}`;
    const by = publishedBy === null ? "" : `, published by ${publishedBy}${when}`;
    details.push({ where: "live", reason: `is ${now.slug}/${now.version}${by}` });
  }
  return new Refusal(
    "recommendation-stale",
    "Another version of the scorecard is live than the one that this recommendation was made for.",
    "Ask for a new recommendation (POST /v1/recommendations); what was decided stays readable.",
    details,
  );
}
