import type { Session } from "../../store/database.ts";
import type { Context } from "../context.ts";
import { rescoreLeads } from "../live/rescore-leads.ts";

const SLICE = 500;

/** Scores leads of one transaction again, a slice after the other, so that others get the thread. */
export async function rescoreInSlices(
  context: Context,
  session: Session,
  leadIds: readonly number[],
  occasion: Parameters<typeof rescoreLeads>[3],
): Promise<void> {
  for (let start = 0; start < leadIds.length; start += SLICE)
    await rescoreLeads(context, session, leadIds.slice(start, start + SLICE), occasion);
}
