import type { Session } from "../../store/database.ts";
import { insertEvents, type LeadlessEvent } from "../../store/events.ts";
import { readLive } from "../../store/live.ts";

/** Something to tell that no lead did. */
export type Announcement = Pick<
  LeadlessEvent,
  "kind" | "subject" | "name" | "direction" | "from" | "to" | "action" | "at"
>;

/**
 * Writes events of no lead, with a delivery of each to every webhook that asked for its kind, in the
 * transaction of what they tell.
 *
 * @returns their ids, in order
 * @throws RangeError where nothing is live, so that there is nothing to tell of
 */
export async function announce(
  session: Session,
  announcements: readonly Announcement[],
): Promise<readonly number[]> {
  if (announcements.length === 0) return [];
  const live = await readLive(session);
  if (live === null) throw new RangeError("an announcement is of what is live");
  return insertEvents(
    session,
    announcements.map((announcement) => ({
      ...announcement,
      leadId: null,
      score: null,
      probability: null,
      cause: "time",
      scorecardVersionId: live.scorecardVersionId,
      publicationId: null,
    })),
  );
}
