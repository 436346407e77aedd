import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import {
  closeHandover as close,
  type HandoverQuery,
  type ListedHandover,
  listHandovers as list,
} from "../../store/handovers.ts";
import type { Actor, Context } from "../context.ts";

export type { ListedHandover } from "../../store/handovers.ts";

/** Leads that were handed over, latest first. */
export async function listHandovers(
  { database }: Context,
  query: HandoverQuery,
): Promise<readonly ListedHandover[]> {
  return list(database, query);
}

/** Ends a handover, so that the lead may be handed over again. Closing it again changes nothing. */
export async function closeHandover(
  { database, now }: Context,
  actor: Actor,
  id: number,
): Promise<ListedHandover | Refusal> {
  return database.transact(async (session) => {
    const found = await close(session, id, new Date(now()));
    if (found === null) return UNKNOWN_HANDOVER;
    if (found.closed) await writeAudit(session, actor, "handover.close", `handover:${id}`);
    return found.handover;
  });
}

const UNKNOWN_HANDOVER = new Refusal(
  "handover-unknown",
  "There is no handover of this id.",
  "GET /v1/handovers lists those that there are.",
);
