import { type ActivityRecord, insertActivities } from "../../store/activities.ts";
import { lockLeads, touchLeads } from "../../store/leads.ts";
import { shareLock } from "../../store/locks.ts";
import type { Cause } from "../../store/scores.ts";
import type { Actor, Context } from "../context.ts";
import type { ItemRefusal } from "./item-refusal.ts";
import { noteBatch } from "./note-batch.ts";
import { rescoreInSlices } from "./rescore-in-slices.ts";

export const UNKNOWN_LEAD = "no lead has this id; send the lead first (POST /v1/leads)";

export interface ActivityItem {
  /** The sender's own: an activity with a key that came before is the same one. */
  readonly key: string;
  /** The sender's own id of the lead. */
  readonly lead: string;
  readonly type: string;
  readonly asset?: string | undefined;
  readonly category?: string | undefined;
  readonly minutes?: number | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface RecordedCounts {
  readonly accepted: number;
  /** Those whose key came before. */
  readonly repeated: number;
  readonly refused: readonly ItemRefusal[];
}

/**
 * Keeps what leads did, in whatever order it comes, and scores those leads again. Of one key the first
 * activity stands.
 *
 * @param actor who sends them; the audit log tells of people
 */
export async function recordActivities(
  context: Context,
  items: readonly ActivityItem[],
  cause: Cause = "lead",
  actor?: Actor,
): Promise<RecordedCounts> {
  const wanted = [...new Set(items.map(({ lead }) => lead))];
  return context.database.transact(async (session) => {
    await shareLock(session, "live");
    const leads = await lockLeads(session, wanted);
    const refused: ItemRefusal[] = [];
    const known = new Map<string, ActivityRecord>();
    for (const [item, { lead, ...rest }] of items.entries()) {
      const leadId = leads.get(lead);
      if (leadId === undefined) refused.push({ item, field: "lead", reason: UNKNOWN_LEAD });
      else if (!known.has(rest.key)) known.set(rest.key, { ...rest, leadId });
    }
    const { added, leads: touched } = await insertActivities(session, [...known.values()]);
    const asOf = context.now();
    await touchLeads(session, touched, asOf);
    const inOrder = touched.toSorted((a, b) => a - b);
    await rescoreInSlices(context, session, inOrder, { asOf, cause });
    const repeated = items.length - refused.length - added;
    await noteBatch(session, actor, "activities.record", { accepted: added, repeated });
    return { accepted: added, repeated, refused };
  });
}
