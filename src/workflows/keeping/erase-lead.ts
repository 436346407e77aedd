import type { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import { eraseLead as erase } from "../../store/erasure.ts";
import type { Actor, Context } from "../context.ts";
import { LEAD_UNKNOWN } from "../live/find-lead.ts";

/**
 * Takes a person out of all that is stored. What was counted stays counted: deals, events and
 * handovers remain without the person.
 */
export async function eraseLead(
  { database }: Context,
  id: string,
  actor: Actor,
): Promise<Refusal | null> {
  return database.transact(async (session) => {
    const leadId = await erase(session, id);
    if (leadId === null) return LEAD_UNKNOWN;
    await writeAudit(session, actor, "lead.erase", `lead:${leadId}`);
    return null;
  });
}
