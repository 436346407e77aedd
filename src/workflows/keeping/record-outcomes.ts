import { lockLeads } from "../../store/leads.ts";
import {
  lockOpenings,
  type OpportunityRecord,
  upsertOpportunities,
} from "../../store/opportunities.ts";
import type { Actor, Context } from "../context.ts";
import type { ItemRefusal } from "./item-refusal.ts";
import { noteBatch } from "./note-batch.ts";
import { type RecordedCounts, UNKNOWN_LEAD } from "./record-activities.ts";

export { outcomes as OUTCOMES } from "../../store/schema/opportunities.ts";

export interface OutcomeItem extends Omit<OpportunityRecord, "externalId" | "leadId"> {
  /** The sender's own id of the deal; the latest outcome told of it stands. */
  readonly deal: string;
  /** The sender's own id of the lead. */
  readonly lead: string;
}

/**
 * Keeps how deals stand or ended. Telling the same again changes nothing.
 *
 * @param actor who sends them; the audit log tells of people
 */
export async function recordOutcomes(
  { database }: Context,
  items: readonly OutcomeItem[],
  actor?: Actor,
): Promise<RecordedCounts> {
  return database.transact(async (session) => {
    const leads = await lockLeads(session, [...new Set(items.map(({ lead }) => lead))]);
    const openings = await lockOpenings(session, [...new Set(items.map(({ deal }) => deal))]);
    const refused: ItemRefusal[] = [];
    const deals = new Map<string, OpportunityRecord>();
    for (const [i, item] of items.entries()) {
      const { deal, lead, ...rest } = item;
      const { openedAt = openings.get(deal) } = { ...deals.get(deal), ...rest };
      const refusal = checkItem({ ...item, openedAt }, i, leads);
      if (refusal !== null) refused.push(refusal);
      else
        deals.set(deal, {
          ...deals.get(deal),
          ...rest,
          externalId: deal,
          leadId: leads.get(lead)!,
        });
    }
    const { written } = await upsertOpportunities(session, [...deals.values()]);
    const repeated = items.length - refused.length - written;
    await noteBatch(session, actor, "outcomes.record", { accepted: written, repeated });
    return { accepted: written, repeated, refused };
  });
}

/** @param openedAt as it would be kept, told now or before */
function checkItem(
  { lead, outcome, openedAt, closedAt }: OutcomeItem,
  item: number,
  leads: ReadonlyMap<string, number>,
): ItemRefusal | null {
  const refuse = (field: string, reason: string) => ({ item, field, reason });
  if (!leads.has(lead)) return refuse("lead", UNKNOWN_LEAD);
  if (outcome === "open") return null;
  if (closedAt === undefined)
    return refuse("closedAt", "expected the moment at which a won or lost deal closed");
  if (openedAt !== undefined && closedAt < openedAt)
    return refuse("closedAt", "expected no moment before openedAt");
  return null;
}
