import { type EventFilter, type ListedEvent, listEvents as list } from "../../store/event-list.ts";
import type { TimePlace } from "../../store/lead-scores.ts";
import type { Context } from "../context.ts";

export { causes as EVENT_CAUSES, eventKinds as EVENT_KINDS } from "../../store/schema/scores.ts";
export type { ListedEvent };

/** What was crossed and handed over, newest first. */
export async function listEvents(
  { database }: Context,
  filter: EventFilter,
  limit: number,
  after: TimePlace | null,
): Promise<readonly ListedEvent[]> {
  return list(database, filter, limit, after);
}
